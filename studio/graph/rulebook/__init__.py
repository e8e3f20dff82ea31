"""What each rule says and why: the text behind every problem's code."""
