"""Slack's rules for blocks and views, with the messages Slack gives."""

from bot.local_workspace.block_kit.messages import check_attachments, check_message_blocks
from bot.local_workspace.block_kit.problems import Problems
from bot.local_workspace.block_kit.views import check_view

__all__ = ["Problems", "check_attachments", "check_message_blocks", "check_view"]
