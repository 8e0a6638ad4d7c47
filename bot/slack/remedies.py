"""What to do where Slack refuses all that we send."""

from __future__ import annotations

REVOKED = (
    "Slack has revoked the bot token: nothing can be sent until there is a new one. Install the "
    "app again on its page, “Install App”, put the token into SLACK_BOT_TOKEN or the file it "
    "names, and start again. What came in and what has to go out is kept."
)
UNINSTALLED = (
    "The app was removed from the workspace: nothing can be sent. Install it again, put the new "
    "token into SLACK_BOT_TOKEN or the file it names, and start again. What came in and what has "
    "to go out is kept."
)
SCOPES = (
    "The app lacks a permission in the workspace. `coach manifest` prints what it needs: bring the "
    "app's page up to date, install the app again, and start again."
)
TOKEN = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired",
                   "token_revoked"})  # fmt: skip


def remedy_for(code: str) -> str:
    """What stands in the log when Slack refuses everything with this code."""
    if code in TOKEN:
        return REVOKED
    if code in ("missing_scope", "not_allowed_token_type", "no_permission"):
        return SCOPES
    return f"Slack takes nothing from us at the moment ({code}). What has to go out is kept."
