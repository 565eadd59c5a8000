using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>
/// Situations of generated inquiries, authorizations and enrollments made true one at a time, with what they demand left out or contradicted: level 4 of 270, 271, 278 and
/// its answer, and 834. Each carries all that is to be told of it.
/// </summary>
/// <param name="guide">270, 271, 278, 278-RESPONSE or 834.</param>
/// <param name="body">The segments of a clean transaction, behind the ST to before the SE.</param>
/// <param name="rows">The row of each.</param>
internal sealed class PlantedReviews(string guide, IReadOnlyList<string> body, IReadOnlyList<SegmentUse> rows) : PlantedBody(body, rows)
{
    /// <summary>What is changed, and what is to be told: rule, element, position, parted by commas.</summary>
    public IEnumerable<(string Rule, IReadOnlyList<string> Body, string Told)> All() =>
        [.. Providers(), .. guide switch { "270" => Inquiry(), "271" => Answer(), "278" => Services(), "278-RESPONSE" => [.. Services(), .. Decisions()], _ => Members() }];

    private IEnumerable<(string, IReadOnlyList<string>, string)> Providers() =>
        Enumerable.Range(0, Body.Count).Where(i => Values[i][0] == "NM1" && At(i, 8) == "XX").Select(i => ("NPI-CHECK-DIGIT", Changed(i, 9, "1234567890"), $"NPI-CHECK-DIGIT NM109 {i + 2}"));

    private IEnumerable<(string, IReadOnlyList<string>, string)> Inquiry()
    {
        foreach (var nm1 in All("2100C", "NM1")) yield return ("270-NOBODY", [.. Body.Select((s, i) => i == nm1 ? "NM1*IL*1" : s)], Told("270-NOBODY", "NM109", nm1));
        foreach (var planted in Pointers("EQ", 5, "2100C", "2100D")) yield return planted;
    }

    private IEnumerable<(string, IReadOnlyList<string>, string)> Answer()
    {
        var every = Segments("AAA").ToArray();
        var silent = All("2100D", "NM1").Where(p => !Enumerable.Range(p, After(p, "2100D") - p).Any(i => Values[i][0] == "EB")).ToList();
        if (every.Length > 0 && silent.Count > 0) yield return ("271-NO-ANSWER", Without(every), Join(silent.Select(p => Told("271-NO-ANSWER", "", p - every.Count(r => r < p)))));
        var refusedAbove = new[] { "2000A", "2100A", "2100B" }.Any(l => All(l, "AAA").Any());
        foreach (var eb in Segments("EB")) yield return ("271-EB08-SHARE", Changed(eb, 8, "20"), Told("271-EB08-SHARE", "EB08", eb));
        foreach (var planted in Pointers("EB", 14, "2100C", "2100D")) yield return planted;
        foreach (var ls in Segments("LS"))
        {
            var le = Enumerable.Range(ls, Body.Count - ls).First(i => Values[i][0] == "LE");
            yield return ("271-LS-LE", Without(le), Told("271-LS-LE", "", ls));
            yield return ("271-LS-LE", Without(ls), Join(Enumerable.Range(ls, le - ls + 1).Where(i => Values[i][0] is "NM1" or "LE").Select(i => Told("271-LS-LE", "", i - 1))));
        }

        foreach (var nm1 in (IEnumerable<int>)[.. All("2100C", "NM1"), .. All("2100D", "NM1")])
        {
            var loop = Rows[nm1].Loop.Id;
            var end = After(nm1, loop);
            var benefits = Enumerable.Range(nm1, end - nm1).Where(i => Values[i][0] == "EB").ToList();
            var refusals = Enumerable.Range(nm1, end - nm1).Where(i => Values[i][0] == "AAA").ToList();
            if (benefits.Count == 0 || refusals.Count > 0 || refusedAbove) continue;
            var before = Enumerable.Range(nm1 + 1, end - nm1 - 1).First(i => Values[i][0] is not ("REF" or "N3" or "N4"));
            yield return ("271-REFUSED-BENEFIT", [.. Body.Take(before), "AAA*N**15*C", .. Body.Skip(before)], Join(benefits.Select(eb => Told("271-REFUSED-BENEFIT", "", eb + 1))));
        }
    }

    private IEnumerable<(string, IReadOnlyList<string>, string)> Services() => [.. Pointers("SV1", 7, "2000E"), .. Pointers("SV3", 11, "2000E")];

    private IEnumerable<(string, IReadOnlyList<string>, string)> Decisions()
    {
        foreach (var hcr in Segments("HCR"))
        {
            yield return ("278-NO-NUMBER", Row(hcr, (1, "A1"), (2, "PA-77")), "");
            yield return ("278-NO-NUMBER", Row(hcr, (1, "A1"), (2, "")), Told("278-NO-NUMBER", "HCR02", hcr));
            if (At(hcr, 3).Length > 0) yield return ("278-NO-REASON", Row(hcr, (1, "A3")), "");
            yield return ("278-NO-REASON", Row(hcr, (1, "A3"), (3, "")), Told("278-NO-REASON", "HCR03", hcr));
        }

        foreach (var hl in All("2000E", "HL"))
        {
            var decided = Enumerable.Range(hl, After(hl, "2000E") - hl).Where(i => Values[i][0] is "HCR" or "AAA").ToList();
            if (decided.Count > 0) yield return ("278-NO-DECISION", Without([.. decided]), Told("278-NO-DECISION", "", hl));
        }
    }

    private IEnumerable<(string, IReadOnlyList<string>, string)> Members()
    {
        foreach (var ins in All("2000", "INS")) yield return ("834-INS-SELF", Changed(ins, 2, At(ins, 1) == "Y" ? "19" : "18"), Told("834-INS-SELF", "INS02", ins));
        foreach (var qty in All("", "QTY")) yield return ("834-TOTALS", Changed(qty, 2, At(qty, 2) + "1"), Told("834-TOTALS", "QTY02", qty));
        foreach (var hd in All("2300", "HD"))
            if (Find(hd, After(hd, "2300"), "2300", "DTP", "348") > 0 && Find(hd, After(hd, "2300"), "2300", "DTP", "349") is > 0 and var ends)
                yield return ("834-COVERAGE-DATES", Changed(ends, 3, "20251231"), Told("834-COVERAGE-DATES", "DTP03", ends));
    }

    /// <summary>A pointer one beyond the diagnoses of the patient or event.</summary>
    private IEnumerable<(string, IReadOnlyList<string>, string)> Pointers(string segment, int element, params string[] loops)
    {
        foreach (var at in Segments(segment).Where(i => Rows[i].Elements[element - 1].Usage != Usage.NotUsed))
        {
            var (opening, diagnoses) = (at, 0);
            // The patient of a benefit, the event of a service: the nearest turn above.
            while (!(loops.Contains(Rows[opening].Loop.Id, StringComparer.Ordinal) && Rows[opening].IsTrigger)) opening--;
            for (var i = opening; i < at; i++)
                if (Values[i][0] == "HI" && Rows[i].Loop == Rows[opening].Loop) diagnoses = Values[i].Skip(1).Count(v => v.Length > 0);
            var rule = (guide == "278-RESPONSE" ? "278" : guide) + "-POINTER";
            yield return (rule, Changed(at, element, $"{diagnoses + 1}"), Told(rule, $"{segment}{element:00}-1", at));
        }
    }

    private IEnumerable<int> Segments(string id) => Enumerable.Range(0, Body.Count).Where(i => Values[i][0] == id);

    private IReadOnlyList<string> Without(params int[] at) => [.. Body.Where((_, i) => !at.Contains(i))];

    private IReadOnlyList<string> Row(int at, params (int, string)[] changes) => [.. Body.Select((s, i) => i == at ? Joined(at, changes) : s)];

    private static string Told(string rule, string element, int at) => $"{rule} {element} {at + 2}";
}
