"""Strings with a special meaning in some output format: HTML, a spreadsheet, a calendar, XML, Typst, a template."""

from __future__ import annotations

#: The name of every element and attribute that a successful injection would create.
MARK = "injected"
INJECTED = (
    f"<{MARK}>", f"</p><{MARK} x=1>", f'"><{MARK} y="', f"'><{MARK} y='", f'" {MARK}="1', f"' {MARK}='1", f'" on{MARK}="alert(1)" x="',
    f"<script>{MARK}()</script>", f"<img src=x onerror={MARK}()>", f"<svg/onload={MARK}()>", f"<!--<{MARK}>", f"--><{MARK}>", f"<![CDATA[<{MARK}>]]>",
    f"</textarea><{MARK}>", f"</title><{MARK}>", f"</style><{MARK}>", f"&lt;{MARK}&gt;", f"&#60;{MARK}&#62;", f"javascript:{MARK}()",
    f"[x](javascript:{MARK})", f"&quot; {MARK}=&quot;", f"<{MARK}\x00>", f"\u003c{MARK}\u003e", f"＜{MARK}＞", f"<{MARK}/{MARK}=`x`>",
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "＝1+1", "＋1", "－1", "＠SUM(A1)", "\ufeff=1", "\u200b=1",
    '=HYPERLINK("http://x.invalid","x")', "=cmd|' /C calc'!A0", '","=1+1', '"\r\n=1+1', ';=1+1', "'=1+1", '=1+1","x',
    "x\r\nATTACH:http://x.invalid", "x\nBEGIN:VALARM", "x\r\n ACTION:EMAIL", "END:VEVENT\r\nBEGIN:VEVENT", "x\\nSUMMARY:y", "a\\;b\\,c", "x\x85ATTACH:y", "x\u2028ATTACH:y",
    "]]>", f"<w:p><{MARK}/></w:p>", f'<!DOCTYPE x [<!ENTITY y "{MARK}">]>&y;', "\x00\x01\x08\x0b\x0c\x1f", "\ufffe\uffff", "\u202eabc\u202c", "\x7f\x9f",
    "#import \"x\"", "#{1+1}", "$x^2$", "#read(\"/etc/passwd\")", "\\u{48}", "@label", "*bold* _em_ `raw`", "// comment", "/* x", "{{ 7*7 }}", "{% raw %}", "${7*7}", "%s %d %(x)s",
    "{0} {} {x.__class__}", "__proto__", "constructor", "toString", "\\", "\\\\n", "'", '"', "`", "’“”", "../../etc/passwd", "file:///etc/passwd", "\u0000",
)  # fmt: skip
