"""How passages are found again: `anchors.realign` is the door, nothing else is public."""
