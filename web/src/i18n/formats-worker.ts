/** Formats one date and one number, see `warmFormats`. */
new Intl.DateTimeFormat().format(0)
new Intl.NumberFormat().format(0)
close()
