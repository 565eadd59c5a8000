using CleanClaim.X12.Schema;

namespace CleanClaim.X12.Tests.Generation;

/// <summary>
/// Situations of generated claims made true one at a time, with what they demand left out (or what they forbid left in): levels 4 to 6 of the 837.
/// Each carries all that is to be told of it; a situation whose demand is met is to be told nothing.
/// </summary>
/// <param name="guide">837P, 837I or 837D.</param>
/// <param name="body">The segments of a clean transaction, behind the ST to before the SE.</param>
/// <param name="rows">The row of each.</param>
internal sealed class PlantedSituations(string guide, IReadOnlyList<string> body, IReadOnlyList<SegmentUse> rows) : PlantedBody(body, rows)
{
    private readonly (string Service, int Pointers) _kind = guide switch { "837P" => ("SV1", 7), "837I" => ("SV2", 0), _ => ("SV3", 11) };

    /// <summary>What is changed, and what is to be told: rule, element, position, parted by commas.</summary>
    public IEnumerable<(string Rule, IReadOnlyList<string> Body, string Told)> All() =>
        [.. Subscribers(), .. Claims(), .. Lines(), .. Segments(), .. guide == "837P" ? ProfessionalKinds() : guide == "837I" ? InstitutionalKinds() : []];

    private IEnumerable<(string, IReadOnlyList<string>, string)> Subscribers()
    {
        foreach (var sbr in All("2000B", "SBR"))
        {
            var end = After(sbr, "2000B");
            string Missing(string except) => string.Join(", ", new[] { "N3", "N4", "DMG" }.Where(s => s != except && Find(sbr, end, "2010BA", s) < 0).Select(s => Told("SELF-" + s, "", sbr)));
            if (At(sbr, 2) == "18")
            {
                foreach (var segment in new[] { "N3", "N4", "DMG" })
                    if (Find(sbr, end, "2010BA", segment) is > 0 and var at) yield return ("SELF-" + segment, [.. Body.Take(at), .. Body.Skip(at + 1)], Told("SELF-" + segment, "", sbr));
                if (Find(sbr, end, "2300", "CLM") > 0)
                    yield return ("SBR02-SELF", Changed(sbr, 2, ""), string.Join(", ", All("2300", "CLM").Where(c => c > sbr && c < end).Select(_ => Told("SBR02-SELF", "SBR02", sbr))));
            }
            else
                yield return ("SELF-PATIENT", Changed(sbr, 2, "18"), Join([Missing(""), .. All("2000C", "HL").Where(h => h > sbr && h < end).Select(h => Told("SELF-PATIENT", "", h))]));
            var claims = All("2300", "CLM").Where(c => c > sbr && c < end).ToList();
            yield return ("SECONDARY-2320", Changed(sbr, 1, "S"), Join([.. claims.Where(c => Find(c, After(c, "2300"), "2320", "SBR") < 0).Select(c => Told("SECONDARY-2320", "", c))]));
        }
    }

    private IEnumerable<(string, IReadOnlyList<string>, string)> Claims()
    {
        var claims = All("2300", "CLM").ToList();
        foreach (var (clm, n) in claims.Select((c, n) => (c, n)))
        {
            var end = After(clm, "2300");
            bool Has(string segment, string code) => Find(clm, end, "2300", segment, code) > 0;
            var place = At(clm, 5).Split(':');
            foreach (var frequency in new[] { "7", "8" })
                yield return ("FREQUENCY-F8", Changed(clm, 5, $"{place[0]}:{place[1]}:{frequency}"), Has("REF", "F8") ? "" : Told("FREQUENCY-F8", "", clm));
            if (n > 0) yield return ("CLM01-DUPLICATE", Changed(clm, 1, At(claims[n - 1], 1)), Told("CLM01-DUPLICATE", "CLM01", clm));
            if (guide != "837I")
            {
                yield return ("ACCIDENT-DATE", Changed(clm, 11, "OA"), Has("DTP", "439") ? "" : Told("ACCIDENT-DATE", "", clm));
                yield return ("ACCIDENT-STATE", Changed(clm, 11, "AA"), Join([Has("DTP", "439") ? "" : Told("ACCIDENT-DATE", "", clm), Told("ACCIDENT-STATE", "CLM11-4", clm)]));
                yield return ("ACCIDENT-STATE", Changed(clm, 11, "AA:::FL"), Has("DTP", "439") ? "" : Told("ACCIDENT-DATE", "", clm));
            }

            if (guide == "837P") yield return ("ADMISSION", Changed(clm, 5, $"21:B:{place[2]}"), Has("DTP", "435") ? "" : Told("ADMISSION", "", clm));
            if (guide == "837I")
                yield return ("ADMISSION", Changed(clm, 5, $"11:A:{place[2]}"), Join([Has("DTP", "435") ? "" : Told("ADMISSION", "", clm), Find(clm, end, "2300", "HI", "ABJ") > 0 ? "" : Told("ADMITTING-DIAGNOSIS", "", clm)]));
            foreach (var sbr in All("2320", "SBR").Where(s => s > clm && s < end)) yield return ("SBR01-DUPLICATE", Changed(sbr, 1, "P"), Told("SBR01-DUPLICATE", "SBR01", sbr));
        }
    }

    private IEnumerable<(string, IReadOnlyList<string>, string)> Lines()
    {
        foreach (var line in All("2400", _kind.Service).Where(l => _kind.Pointers > 0 && At(l, _kind.Pointers).Length > 0))
        {
            var diagnoses = Diagnoses(All("2300", "CLM").Last(c => c < line)).Count();
            if (diagnoses > 0) yield return ("POINTER", Changed(line, _kind.Pointers, Number(diagnoses + 1)), Told("POINTER", $"{_kind.Service}{_kind.Pointers:00}-1", line));
        }

        foreach (var svd in All("2430", "SVD")) yield return ("SVD01-PAYER", Changed(svd, 1, "NOBODY"), Told("SVD01-PAYER", "SVD01", svd));
    }

    private IEnumerable<(string, IReadOnlyList<string>, string)> Segments()
    {
        for (var i = 0; i < Body.Count; i++)
        {
            if (Values[i][0] == "NM1" && At(i, 8) == "XX") yield return ("NPI-CHECK-DIGIT", Changed(i, 9, "1234567890"), $"NPI-CHECK-DIGIT NM109 {i + 2}");
            if (Values[i][0] == "LIN" && At(i, 2) == "N4") yield return ("NDC-SHAPE", Changed(i, 3, "0002-1433-80"), Told("NDC-SHAPE", "LIN03", i));
            if (Rows[i].Loop.Id == "2010AA" && Values[i][0] == "N4" && At(i, 4) is "" or "US") yield return ("ZIP-NINE", Changed(i, 3, "33111"), Told("ZIP-NINE", "N403", i));
            if (Values[i][0] != "HI" || !IsOfDiagnoses(i)) continue;
            var first = At(i, 1).Split(':');
            yield return ("DIAGNOSIS-SHAPE", Changed(i, 1, string.Join(':', [first[0].Length == 2 ? "A" + first[0] : first[0], "54.50", .. first.Skip(2)])), Told("DIAGNOSIS-SHAPE", "HI01-2", i));
        }
    }

    private IEnumerable<(string, IReadOnlyList<string>, string)> ProfessionalKinds()
    {
        foreach (var sbr in All("2000B", "SBR"))
            foreach (var line in All("2400", "SV1").Where(l => l > sbr && l < After(sbr, "2000B")))
            {
                var (clm, end) = (All("2300", "CLM").Last(c => c < line), After(line, "2400"));
                var ofClaim = After(clm, "2300");
                bool InLine(string loop, string segment, string code = "") => Find(line, end, loop, segment, code) > 0;
                // The loops of the claim stand before its lines.
                bool InClaim(string loop, string segment, string code = "") => Find(clm, ofClaim, loop, segment, code) > 0;
                IReadOnlyList<string> With(string service, string unit) => [.. Body.Select((s, i) => i == sbr ? Joined(sbr, 9, "MB") : i == line ? Joined(line, (1, service), (3, unit)) : s)];
                var pickUp = InLine("2420G", "NM1") || InClaim("2310E", "NM1") ? "" : Told("AMBULANCE-PICKUP", "", line);
                yield return ("AMBULANCE-PICKUP", With("HC:A0428:RH", "UN"), pickUp);
                yield return ("AMBULANCE-WAY", With("HC:A0428", "UN"), Join([pickUp, Told("AMBULANCE-WAY", "SV101-3", line)]));
                yield return ("CHIROPRACTIC-INITIAL", With("HC:98941:AT", "UN"), InLine("2400", "DTP", "454") || InClaim("2300", "DTP", "454") ? "" : Told("CHIROPRACTIC-INITIAL", "", line));
                yield return ("DME-ORDERER", With("HC:E0601", "UN"), InLine("2420E", "NM1") ? "" : Told("DME-ORDERER", "", line));
                yield return ("VISION-SIDE", With("HC:V2200:RT", "UN"), "");
                yield return ("VISION-SIDE", With("HC:V2200", "UN"), Told("VISION-SIDE", "SV101-3", line));
                yield return ("ANESTHESIA-MINUTES", With("HC:00400:AA", "UN"), Told("ANESTHESIA-MINUTES", "SV103", line));
                yield return ("ANESTHESIA-WHO", With("HC:00400", "MJ"), Told("ANESTHESIA-WHO", "SV101-3", line));
            }
    }

    private IEnumerable<(string, IReadOnlyList<string>, string)> InstitutionalKinds()
    {
        foreach (var cl1 in All("2300", "CL1").Where(c => At(c, 2).Length > 0)) yield return ("NEWBORN-ORIGIN", [.. Body.Select((s, i) => i == cl1 ? Joined(cl1, (1, "4"), (2, "1")) : s)], Told("NEWBORN-ORIGIN", "CL102", cl1));
        foreach (var sbr in All("2000B", "SBR"))
            foreach (var clm in All("2300", "CLM").Where(c => c > sbr && c < After(sbr, "2000B")))
                yield return ("HOME-HEALTH-0023", [.. Body.Select((s, i) => i == sbr ? Joined(sbr, 9, "MA") : i == clm ? Joined(clm, 5, "32:A:9") : s)], Told("HOME-HEALTH-0023", "", clm));
        foreach (var sbr in All("2000B", "SBR"))
            foreach (var line in All("2400", "SV2").Where(l => l > sbr && l < After(sbr, "2000B")))
            {
                var clm = All("2300", "CLM").Last(c => c < line);
                IReadOnlyList<string> With(string service) => [.. Body.Select((s, i) => i == sbr ? Joined(sbr, 9, "MA") : i == line ? Joined(line, (2, service)) : s)];
                yield return ("AMBULANCE-PICKUP", With("HC:A0428:RH"), Told("AMBULANCE-PICKUP", "", clm));
                yield return ("AMBULANCE-WAY", With("HC:A0428"), Join([Told("AMBULANCE-PICKUP", "", clm), Told("AMBULANCE-WAY", "SV202-3", line)]));
            }
    }

    private bool IsOfDiagnoses(int at) => Rows[at].Loop.Id == "2300" && At(at, 1).Split(':')[0] is "ABK" or "BK" or "ABF" or "BF" or "ABJ" or "BJ" or "APR" or "PR" or "ABN" or "BN";

    private IEnumerable<string> Diagnoses(int clm)
    {
        for (var i = clm; i < After(clm, "2300"); i++)
            if (Values[i][0] == "HI" && IsOfDiagnoses(i))
                foreach (var code in Values[i].Skip(1).Where(v => v.Length > 0)) yield return code;
    }

    private string Told(string rule, string element, int at) => $"{guide}-{rule} {element} {at + 2}";
}
