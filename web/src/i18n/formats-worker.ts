/** Makes one date and one number, and is over: see `warmFormats`. */
new Intl.DateTimeFormat().format(0)
new Intl.NumberFormat().format(0)
close()
