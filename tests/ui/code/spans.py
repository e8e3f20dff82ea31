"""What a highlighter coloured, as texts and names of colours."""


def spans_of(document, theme):
    names = {color: name for name, color in theme.syntax.items()}
    lines = []
    block = document.begin()
    while block.isValid():
        lines.append(
            [
                (
                    block.text()[span.start : span.start + span.length],
                    names[span.format.foreground().color().name()],
                )
                for span in block.layout().formats()
            ]
        )
        block = block.next()
    return lines
