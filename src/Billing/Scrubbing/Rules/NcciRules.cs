using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Scrubbing;

/// <summary>The National Correct Coding Initiative: pairs, units, add-ons; over the lines of the claim and of the patient's other claims of the day.</summary>
internal static class NcciRules
{
    private const string Pairs = "NCCI procedure-to-procedure edits of CMS; NCCI Policy Manual ch. I §A, §E", Limits = "NCCI medically unlikely edits of CMS; NCCI Policy Manual ch. I §V";
    private static readonly string[] Lifting = ["24", "25", "27", "57", "58", "59", "78", "79", "91", "XE", "XP", "XS", "XU", "LT", "RT", "E1", "E2", "E3", "E4", "FA", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "TA", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "LC", "LD", "LM", "RC", "RI"];

    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        new("NCC-PTP-01", Severity.Stop, "No two services of a day are a pair that nothing lifts.", "Remove the code that is part of the other: no modifier lifts this pair.", Pairs + " (indicator 0)", f => Pairings(f, '0'), f => f.Billed("97150", "97110") with { Codes = WithPair(f, '0') }, f => f.Billed("97150", "97110-59")) { Needs = CodeList.Ptp },
        new("NCC-PTP-02", Severity.Stop, "A pair of a day has the modifier that says that the services were apart.", "", Pairs + " (indicator 1)", f => Pairings(f, '1'), f => f.Billed("97110", "97150"), f => f.Billed("97110", "97150-59")) { Needs = CodeList.Ptp },
        new("NCC-PTP-03", Severity.Stop, "The same over claims and providers of one group and specialty.", "", Pairs + "; CMS Pub. 100-04 ch. 12 §30.6.5 (physicians of one group and specialty)", PairingsElsewhere,
            f => (f with { SameDay = [new("97110", [], 1, new(2026, 3, 2), "1881999019", "207Q00000X", "claim A16")] }).Billed("97150"), f => (f with { SameDay = [new("97110", [], 1, new(2026, 3, 2), "1881999019", "225100000X", "claim A16")] }).Billed("97150")) { Needs = CodeList.Ptp },
        new("NCC-MUE-01", Severity.Stop, "A line bills at most the units that NCCI allows on a line (MAI 1).", "Split the units on two lines with a modifier (76, 91, LT, RT, 59) where the note supports them; else bill the limit.", Limits + " (MAI 1)", f => Units(f, '1'), f => f.Billed("J1885x9"), f => f.Billed("J1885x8")) { Needs = CodeList.Mue },
        new("NCC-MUE-02", Severity.Stop, "A day has at most the units that follow from the code or from policy (MAI 2).", "Bill the limit: no appeal lifts it.", Limits + " (MAI 2)", f => Units(f, '2'), f => f.Billed("97113x7"), f => f.Billed("97113x6")) { Needs = CodeList.Mue },
        new("NCC-MUE-03", Severity.Warn, "A day has at most the units that are likely (MAI 3).", "Bill what the note supports; above the limit it is denied and paid on appeal with the note.", Limits + " (MAI 3)", f => Units(f, '3'), f => f.Billed("97110-GPx7"), f => f.Billed("97110-GPx6")) { Needs = CodeList.Mue },
        new("NCC-MUE-04", Severity.Warn, "A code with a limit of 0 is not paid by itself.", "Leave it off, or bill it for the record; Medicare does not pay it.", Limits + " (limit 0)", NeverPaid, f => f.Billed("97010"), f => f.Billed("97110")) { Needs = CodeList.Mue },
        new("NCC-AOC-01", Severity.Stop, "An add-on code stands beside its primary code.", "Add the primary code of the same provider and day, or bill the primary in its place.", "NCCI add-on code edits of CMS (type 1); NCCI Policy Manual ch. I §R", f => AddOns(f, false), f => f.Billed("99213", "99417"), f => f.Billed("99215", "99417")) { Needs = CodeList.AddOn },
        new("NCC-AOC-02", Severity.Warn, "An add-on code whose primaries the contractor decides stands beside a likely one.", "Check with the contractor which primary it goes with.", "NCCI add-on code edits of CMS (types 2 and 3); NCCI Policy Manual ch. I §R", f => AddOns(f, true), f => f.Billed("64484"), f => f.Billed("64483", "64484")) { Needs = CodeList.AddOn },
    ];

    private static ScrubCodes WithPair(ScrubFacts facts, char indicator) => facts.Codes with { PtpPractitioner = new([$"97110\t97150\t20000101\t\t{indicator}"]) };

    [ThreadStatic]
    private static (ScrubFacts? Of, List<(ScrubLine Paid, ScrubLine Part, char Indicator)> Pairs) _pairs;

    private static List<RuleHit> Pairings(ScrubFacts facts, char indicator)
    {
        // Two rules ask the same of a claim, one after the other.
        if (!ReferenceEquals(_pairs.Of, facts)) _pairs = (facts, PairsOf(facts));
        List<RuleHit> hits = [];
        foreach (var (paid, part, held) in _pairs.Pairs)
        {
            if (held != indicator || (held == '1' && (IsLifted(paid.Modifiers) || IsLifted(part.Modifiers)))) continue;
            hits.Add(held == '0' ? RuleHit.Of(part, part.OfCode, $"{part.Code} is part of {paid.Code} of line {paid.N}, and no modifier lifts it") : Unlifted(part, paid.Code, $"of line {paid.N}"));
        }

        return hits;
    }

    private static List<(ScrubLine, ScrubLine, char)> PairsOf(ScrubFacts facts)
    {
        List<(ScrubLine, ScrubLine, char)> pairs = [];
        if (facts.Frequency == "8") return pairs;
        var (table, lines) = (facts.Codes.Ptp(facts.Form)!, facts.Lines);
        for (var i = 1; i < lines.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (one, other) = (lines[j], lines[i]);
                if (one.Code.Length != 5 || other.Code.Length != 5 || one.Code == other.Code) continue;
                var day = facts.DayOf(one);
                if (day != facts.DayOf(other) || !IsOneProvider(facts, facts.RenderingOf(one), facts.RenderingOf(other)?.Npi, facts.RenderingOf(other)?.Taxonomy)) continue;
                if (table.Between(one.Code, other.Code, day) is not { } edit || HasOwnRule(edit)) continue;
                pairs.Add(edit.Column1 == one.Code ? (one, other, edit.Indicator) : (other, one, edit.Indicator));
            }
        }

        return pairs;
    }

    private static RuleHit Unlifted(ScrubLine part, string paid, string where)
    {
        var modifier = ModifierFor(part.Code, paid);
        return RuleHit.Of(part, part.OfModifier(), $"{part.Code} is part of {paid} {where} unless it was apart") with
        {
            Fix = $"Where the note shows that it was apart, add {modifier}; else remove {part.Code}.",
        };
    }

    private static string ModifierFor(string part, string paid) => Codes.IsVisit(part) ? "25 (57 before major surgery) to it" : Codes.IsVisit(paid) ? $"25 to {paid}" : "XS, XE, XP or XU, else 59";

    private static IEnumerable<RuleHit> PairingsElsewhere(ScrubFacts facts)
    {
        if (facts.SameDay.Count == 0 || facts.Frequency is "7" or "8") yield break;
        var table = facts.Codes.Ptp(facts.Form)!;
        foreach (var line in facts.Lines)
        {
            if (line.Code.Length != 5) continue;
            foreach (var other in facts.SameDay)
            {
                if (other.Code == line.Code || other.Code.Length != 5 || other != facts.SameDay.First(o => o.Code == other.Code && o.Day == other.Day) || other.Day != facts.DayOf(line) || !IsOneProvider(facts, facts.RenderingOf(line), other.Npi, other.Taxonomy)) continue;
                if (table.Between(line.Code, other.Code, other.Day) is not { } edit || edit.Indicator == '9' || (edit.Indicator == '1' && (IsLifted(line.Modifiers) || IsLifted(other.Modifiers)))) continue;
                var words = edit.Column1 == line.Code ? $"{other.Code} on {other.Of} is part of {line.Code}" : $"{line.Code} is part of {other.Code} on {other.Of}";
                yield return RuleHit.Of(line, line.OfCode, edit.Indicator == '0' ? words + ", and no modifier lifts it" : words + " unless it was apart") with
                {
                    Fix = edit.Indicator == '0' ? "Remove the code that is part of the other, on whichever claim it stands." : $"Where the notes show that it was apart, add {ModifierFor(edit.Column2, edit.Column1)}; else remove it.",
                };
            }
        }
    }

    /// <summary>The same person, or two of one group and specialty; where the claim does not say who, the biller is one.</summary>
    private static bool IsOneProvider(ScrubFacts facts, ScrubParty? one, string? npi, string? taxonomy)
    {
        var (mine, specialty) = (one?.Npi ?? facts.Billing.Npi, one?.Taxonomy ?? facts.Billing.Taxonomy);
        return (npi ?? facts.Billing.Npi) == mine || (taxonomy ?? facts.Billing.Taxonomy) is not { } other || specialty is null || other == specialty;
    }

    /// <summary>Pairs that the acupuncture rules tell in words of their own.</summary>
    private static bool HasOwnRule(PtpEdit edit) => AcupunctureRules.IsNeedling(edit.Column1) && AcupunctureRules.IsNeedling(edit.Column2);

    private static bool IsLifted(IReadOnlyList<string> modifiers)
    {
        for (var i = 0; i < modifiers.Count; i++)
            if (Array.IndexOf(Lifting, modifiers[i]) >= 0) return true;
        return false;
    }

    private static List<RuleHit> Units(ScrubFacts facts, char mai)
    {
        List<RuleHit> hits = [];
        if (facts.Frequency == "8") return hits;
        for (var i = 0; i < facts.Lines.Count; i++)
        {
            var line = facts.Lines[i];
            if (line.Code.Length != 5 || line.Unit == "MJ" || facts.Codes.Mue(facts.Form, facts.DayOf(line)) is not { } limits || !limits.TryGetValue(line.Code, out var limit) || limit.Mai != mai || limit.Units == 0) continue;
            var (units, over) = (line.Units ?? 0, "");
            if (mai != '1')
            {
                if (IsNotLastOf(facts, i)) continue;
                var elsewhere = facts.Frequency == "7" ? 0 : facts.SameDay.Where(o => o.Code == line.Code && o.Day == facts.DayOf(line)).Sum(o => o.Units);
                units = elsewhere + facts.Lines.Where(o => o.Code == line.Code && facts.DayOf(o) == facts.DayOf(line)).Sum(o => o.Units ?? 0);
                over = elsewhere > 0 ? $", {elsewhere} of them on another claim" : "";
            }

            // A line of several days has its units over them.
            var days = line is { From: { } from, To: { } to } && to > from ? to.DayNumber - from.DayNumber + 1 : 1;
            if (units > limit.Units * days) hits.Add(RuleHit.Of(line, line.OfUnits, $"{units} units of {line.Code}{(mai == '1' ? "" : $" on {facts.DayOf(line).InWords()}{over}")}; NCCI allows {limit.Units} {(mai == '1' ? "on a line" : "a day")}"));
        }

        return hits;
    }

    private static bool IsNotLastOf(ScrubFacts facts, int at)
    {
        for (var i = at + 1; i < facts.Lines.Count; i++)
            if (facts.Lines[i].Code == facts.Lines[at].Code && facts.DayOf(facts.Lines[i]) == facts.DayOf(facts.Lines[at])) return true;
        return false;
    }

    private static IEnumerable<RuleHit> NeverPaid(ScrubFacts facts) => facts.Lines
        .Where(l => l.Code.Length == 5 && facts.Codes.Mue(facts.Form, facts.DayOf(l)) is { } limits && limits.TryGetValue(l.Code, out var limit) && limit.Units == 0 && (l.Units ?? 0) > 0 && !l.HasAny("GY", "GZ", "GA", "GX"))
        .Select(l => RuleHit.Of(l, l.OfCode, $"{l.Code} has a limit of 0 units: it is not paid by itself"));

    private static IEnumerable<RuleHit> AddOns(ScrubFacts facts, bool contractorDecides)
    {
        foreach (var line in facts.Lines)
        {
            if (line.Code.Length != 5 || !facts.Codes.AddOns!.TryGetValue(line.Code, out var addOn) || addOn.ContractorDecides != contractorDecides || AcupunctureRules.IsNeedling(line.Code)) continue;
            if (addOn.Primaries.All(p => p == "CCCCC")) continue;
            if (facts.Lines.Any(o => addOn.Primaries.Contains(o.Code)) || facts.SameDay.Any(o => o.Day == facts.DayOf(line) && addOn.Primaries.Contains(o.Code))) continue;
            yield return RuleHit.Of(line, line.OfCode, $"{line.Code} is an add-on, and none of its primary codes is billed ({string.Join(", ", addOn.Primaries.Where(p => p != "CCCCC").Order(StringComparer.Ordinal).Take(6))}{(addOn.Primaries.Count > 6 ? ", …" : "")})");
        }
    }
}
