#!/usr/bin/env python3
"""Makes icd10cm.tsv.gz from CMS/NCHS files as published (public domain).

    make-icd10cm.py OUT FISCAL_YEAR=FILE... [FISCAL_YEAR=+FILE]

FILE is an order file (icd10cm_order_YYYY.txt: columns 7-13 code, 15 billable flag, 78- title) or a plain list of billable codes;
+FILE is what changed since the year before (tab: + code title, - code, = code and its new title), of billable codes.
A row: code without dot, the fiscal years in which it is billable, joined by a comma, title of the newest year that has one.
"""
import gzip
import sys


def read(path):
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if len(line) > 15:
            if line[14] == "1":
                yield line[6:13].strip(), line[77:].strip()
        elif line.strip():
            yield line.strip(), None


def changed(before, path):
    codes = dict.fromkeys(before)
    for line in open(path, encoding="utf-8"):
        sign, code, *title = line.rstrip("\n").split("\t")
        if (code in codes) != (sign in "-="):
            raise SystemExit(f"{path}: {sign} {code} does not fit the year before")
        if sign == "-":
            del codes[code]
        else:
            codes[code] = title[0]
    return codes.items()


years, titles = {}, {}
for argument in sorted(sys.argv[2:]):
    year, path = argument.split("=", 1)
    before = [code for code, known in years.items() if str(int(year) - 1) in known]
    for code, title in changed(before, path[1:]) if path.startswith("+") else read(path):
        years.setdefault(code, []).append(year)
        if title:
            titles[code] = title
with open(sys.argv[1], "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=9, mtime=0, filename="") as out:
    for code in sorted(years):
        out.write(f"{code}\t{','.join(years[code])}\t{titles.get(code, '')}\n".encode())
