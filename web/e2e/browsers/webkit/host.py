"""
A WebKitGTK browser without controls, driven by WebKitWebDriver and by lines of JSON on the standard input.

Environment: PROFILE (folder on disk; empty: nothing is stored, like a private window), DEVICES (allowed or blocked).
Commands: {"do": "resize" | "close" | "tryClose" | "answer" | "history", "window": number, ...}
Events: {"event": "opened" | "closed" | "dialog" | "address", "window": number, ...}
"""
import json
import os
import sys

import gi

gi.require_version('Gtk', '3.0')
gi.require_version('WebKit2', '4.1')
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

profile = os.environ.get('PROFILE')
devices = os.environ.get('DEVICES')
# What Safari has, and WebKitGTK only on request.
features = {'FileSystem', 'AccessHandle', 'FileSystemWritableStream', 'StorageAPI', 'StorageAPIEstimate'}

if profile:
    data = WebKit2.WebsiteDataManager(
        base_data_directory=profile + '/data', base_cache_directory=profile + '/cache')
    context = WebKit2.WebContext.new_with_website_data_manager(data)
else:
    context = WebKit2.WebContext.new_ephemeral()
context.set_automation_allowed(True)
context.set_preferred_languages(['en-US'])

settings = WebKit2.Settings()
settings.set_enable_developer_extras(True)
settings.set_enable_media_stream(True)
settings.set_enable_webrtc(True)
settings.set_enable_mock_capture_devices(devices in ('allowed', 'blocked'))
settings.set_media_playback_requires_user_gesture(False)
settings.set_javascript_can_access_clipboard(True)
available = WebKit2.Settings.get_all_features()
for index in range(available.get_length()):
    feature = available.get(index)
    if feature.get_identifier() in features:
        settings.set_feature_enabled(feature, True)
policies = WebKit2.WebsitePolicies(autoplay=WebKit2.AutoplayPolicy.ALLOW)

windows = {}
dialogs = {}


def emit(event, window, **details):
    print(json.dumps({'event': event, 'window': window, **details}), flush=True)


def open_window(_session):
    number = len(windows) + 1
    # Unlike a usual window, a popup may have any size and needs no window manager.
    window = Gtk.Window(type=Gtk.WindowType.POPUP)
    window.set_default_size(1280, 720)
    view = WebKit2.WebView(web_context=context, settings=settings,
                           is_controlled_by_automation=True, website_policies=policies)
    windows[number] = (window, view)

    def decide_permission(_view, request):
        if devices == 'blocked' and isinstance(request, WebKit2.UserMediaPermissionRequest):
            request.deny()
        else:
            request.allow()
        return True

    def close(_view):
        window.destroy()
        emit('closed', number)

    def show_dialog(_view, dialog):
        kinds = {
            WebKit2.ScriptDialogType.ALERT: 'alert',
            WebKit2.ScriptDialogType.CONFIRM: 'confirm',
            WebKit2.ScriptDialogType.PROMPT: 'prompt',
            WebKit2.ScriptDialogType.BEFORE_UNLOAD_CONFIRM: 'beforeunload',
        }
        dialogs[number] = dialog.ref()
        emit('dialog', number, kind=kinds[dialog.get_dialog_type()], message=dialog.get_message())
        return True

    view.connect('permission-request', decide_permission)
    view.connect('close', close)
    view.connect('script-dialog', show_dialog)
    view.connect('notify::uri', lambda view, _: emit('address', number, url=view.get_uri() or ''))
    window.add(view)
    window.show_all()
    window.get_window().focus(0)
    view.grab_focus()
    view.load_uri('about:blank')
    emit('opened', number)
    return view


def execute(command):
    number = command['window']
    window, view = windows[number]
    action = command['do']
    if action == 'resize':
        window.resize(command['width'], command['height'])
    elif action == 'close':
        window.destroy()
        emit('closed', number)
    elif action == 'tryClose':
        view.try_close()
    elif action == 'history':
        view.go_back() if command['delta'] < 0 else view.go_forward()
    elif action == 'answer':
        dialog = dialogs.pop(number)
        if dialog.get_dialog_type() != WebKit2.ScriptDialogType.ALERT:
            dialog.confirm_set_confirmed(command['accept'])
        dialog.close()


def read(_channel, _condition):
    line = sys.stdin.readline()
    if not line:
        Gtk.main_quit()
        return False
    execute(json.loads(line))
    return True


def start_session(_context, session):
    info = WebKit2.ApplicationInfo()
    info.set_name('Reelferry tests')
    session.set_application_info(info)
    session.connect('create-web-view', open_window)


context.connect('automation-started', start_session)
GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, read)
emit('started', 0)
Gtk.main()
