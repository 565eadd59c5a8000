#!/usr/bin/env python3
"""Makes icd10cm.tsv.gz from CMS/NCHS files as published (public domain).

    make-icd10cm.py OUT FISCAL_YEAR=FILE...

FILE is an order file (icd10cm_order_YYYY.txt: columns 7-13 code, 15 billable flag, 78- title) or a plain list of billable codes.
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


years, titles = {}, {}
for argument in sorted(sys.argv[2:]):
    year, path = argument.split("=", 1)
    for code, title in read(path):
        years.setdefault(code, []).append(year)
        if title:
            titles[code] = title
with open(sys.argv[1], "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=9, mtime=0, filename="") as out:
    for code in sorted(years):
        out.write(f"{code}\t{','.join(years[code])}\t{titles.get(code, '')}\n".encode())
