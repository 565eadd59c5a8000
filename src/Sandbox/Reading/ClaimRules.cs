using System.Globalization;

namespace CleanClaim.Sandbox.Reading;

/// <summary>Loops 2300 and 2400: sums, codes, pointers, dates. Source: 005010X222A1, the loop that the fault names; 1.4.4 for balancing.</summary>
internal static class ClaimRules
{
    public static IEnumerable<Fault> Check(LoopNode root)
    {
        var claims = root.Descendants("2300").Where(c => c.First("CLM") is not null).ToList();
        foreach (var twice in claims.GroupBy(c => c.Head[1]).Where(g => g.Count() > 1).SelectMany(g => g.Skip(1)))
            yield return Fault.OfElement("I12", twice.Head, twice.Id, 1, 0, "The claim number stands twice in this transaction.");
        foreach (var claim in claims)
        {
            foreach (var fault in Claim(claim)) yield return fault;
            foreach (var fault in Diagnoses(claim)) yield return fault;
            foreach (var fault in Lines(root, claim)) yield return fault;
            foreach (var fault in AllDates(claim)) yield return fault;
            foreach (var fault in CoordinationRules.Check(claim)) yield return fault;
        }
    }

    private static IEnumerable<Fault> Claim(LoopNode claim)
    {
        var clm = claim.Head;
        var lines = claim.Loops("2400").Select(l => l.First("SV1")).Where(s => s is not null).Sum(s => Cents.Parse(s![2]) ?? 0);
        if (Cents.Parse(clm[2]) is not { } total) yield return Fault.OfElement("6", clm, claim.Id, 2, 0, "Not an amount in whole cents.");
        else if (total < 0) yield return Fault.OfElement("I12", clm, claim.Id, 2, 0, "The charge is negative.");
        else if (total != lines) yield return Fault.OfElement("I12", clm, claim.Id, 2, 0, $"The lines add up to {Cents.Plain(lines)}.");
        if (clm.Parts(5).Length != 3) yield return Fault.OfElement("1", clm, claim.Id, 5, 0, "CLM05 has place, B and frequency.");
        if (!Checks.IsPlace(clm.Part(5, 1))) yield return Fault.OfElement("7", clm, claim.Id, 5, 1, "Not a place of service.");
        if (clm.Part(5, 2) != "B") yield return Fault.OfElement("7", clm, claim.Id, 5, 2, "CLM05-2 is B.");
        if (clm.Part(5, 3) is not ("1" or "7" or "8")) yield return Fault.OfElement("7", clm, claim.Id, 5, 3, "A professional claim has frequency 1, 7 or 8.");
        if (clm.Part(5, 3) is "7" or "8" && claim.First("REF", 1, "F8") is null)
            yield return Fault.OfSegment("I6", "REF", clm.Position + 1, claim.Id, "Frequency 7 or 8 needs REF*F8, the payer's claim number.");
        // The guide sends the number with a replacement or void only; else the correction would be priced as a second claim for the same services.
        if (clm.Part(5, 3) is "1" && claim.First("REF", 1, "F8") is { } number)
            yield return Fault.OfElement("I9", number, claim.Id, 1, 0, "Frequency 1 replaces nothing: REF*F8 goes with 7 or 8 only.");
        foreach (var fault in Answers(claim, clm)) yield return fault;
    }

    private static IEnumerable<Fault> Answers(LoopNode claim, Segment clm)
    {
        if (clm[6] is not ("Y" or "N")) yield return Fault.OfElement("7", clm, claim.Id, 6, 0, "CLM06 is Y or N.");
        if (clm[7] is not ("A" or "B" or "C")) yield return Fault.OfElement("7", clm, claim.Id, 7, 0, "CLM07 is A, B or C.");
        if (clm[8] is not ("Y" or "N" or "W")) yield return Fault.OfElement("7", clm, claim.Id, 8, 0, "CLM08 is Y, N or W.");
        if (clm[9] is not ("Y" or "I")) yield return Fault.OfElement("7", clm, claim.Id, 9, 0, "CLM09 is Y or I.");
        if (clm[10] is not ("" or "P")) yield return Fault.OfElement("7", clm, claim.Id, 10, 0, "CLM10 is P or not sent.");
        var causes = clm[11].Length == 0 ? [] : clm.Parts(11);
        if (causes.Length > 0 && causes[0] is not ("AA" or "EM" or "OA")) yield return Fault.OfElement("7", clm, claim.Id, 11, 1, "CLM11-1 is AA, EM or OA.");
        if (causes.Contains("AA") && !Checks.IsState(clm.Part(11, 4))) yield return Fault.OfElement("I9", clm, claim.Id, 11, 4, "An auto accident names its state.");
        if (causes.Any(c => c is "AA" or "EM" or "OA") && claim.First("DTP", 1, "439") is null)
            yield return Fault.OfSegment("I6", "DTP", clm.Position + 1, claim.Id, "An accident has a date (DTP*439).");
    }

    private static IEnumerable<Fault> Diagnoses(LoopNode claim)
    {
        if (PrincipalOf(claim) is not { } hi) yield break;
        for (var i = 1; i <= hi.Elements.Count; i++)
        {
            if (hi.Part(i, 1) != (i == 1 ? "ABK" : "ABF")) yield return Fault.OfElement("7", hi, claim.Id, i, 1, i == 1 ? "The first diagnosis is ABK (ICD-10)." : "Further diagnoses are ABF.");
            if (!Checks.LooksLikeDiagnosis(hi.Part(i, 2))) yield return Fault.OfElement("I12", hi, claim.Id, i, 2, "Not the shape of an ICD-10-CM code without its point.");
            if (hi.Parts(i).Length > 2) yield return Fault.OfElement("13", hi, claim.Id, i, 3, "HI has two components here.");
        }
    }

    private static Segment? PrincipalOf(LoopNode claim) => claim.All("HI").FirstOrDefault(h => h.Part(1, 1) is "BK" or "ABK");

    private static IEnumerable<Fault> Lines(LoopNode root, LoopNode claim)
    {
        var diagnoses = PrincipalOf(claim)?.Elements.Count ?? 0;
        var expected = 1;
        var controls = new HashSet<string>();
        foreach (var line in claim.Loops("2400"))
        {
            if (line.Head[1] != expected.ToString(CultureInfo.InvariantCulture)) yield return Fault.OfElement("7", line.Head, line.Id, 1, 0, $"LX01 should be {expected}.");
            expected++;
            if (line.First("SV1") is { } sv1)
                foreach (var fault in Service(line, sv1, diagnoses)) yield return fault;
            if (line.First("REF", 1, "6R") is { } control && !controls.Add(control[2]))
                yield return Fault.OfElement("I12", control, line.Id, 2, 0, "The line control number stands twice in the claim.");
            foreach (var fault in ServiceDates(root, claim, line)) yield return fault;
        }
    }

    private static IEnumerable<Fault> Service(LoopNode line, Segment sv1, int diagnoses)
    {
        var procedure = sv1.Parts(1);
        if (procedure[0] is not ("HC" or "ER" or "IV" or "WK")) yield return Fault.OfElement("7", sv1, line.Id, 1, 1, "SV101-1 is HC here.");
        if (!Checks.LooksLikeProcedure(sv1.Part(1, 2))) yield return Fault.OfElement("I12", sv1, line.Id, 1, 2, "Not the shape of a procedure code.");
        for (var i = 2; i < Math.Min(6, procedure.Length); i++)
            if (procedure[i].Length is not (0 or 2) || !procedure[i].All(char.IsAsciiLetterOrDigit)) yield return Fault.OfElement("I12", sv1, line.Id, 1, i + 1, "A modifier has two places.");
        if (Cents.Parse(sv1[2]) is not { } charge) yield return Fault.OfElement("6", sv1, line.Id, 2, 0, "Not an amount in whole cents.");
        else if (charge < 0) yield return Fault.OfElement("I12", sv1, line.Id, 2, 0, "The charge is negative.");
        if (sv1[3] is not ("UN" or "MJ")) yield return Fault.OfElement("7", sv1, line.Id, 3, 0, "SV103 is UN or MJ.");
        if (Cents.Parse(sv1[4]) is not > 0) yield return Fault.OfElement("I12", sv1, line.Id, 4, 0, "Units are more than zero.");
        if (sv1[5].Length > 0 && !Checks.IsPlace(sv1[5])) yield return Fault.OfElement("7", sv1, line.Id, 5, 0, "Not a place of service.");
        var seen = new HashSet<string>();
        var pointers = sv1.Parts(7);
        for (var i = 0; i < pointers.Length; i++)
        {
            if (i > 3) { yield return Fault.OfElement("13", sv1, line.Id, 7, i + 1, "At most four pointers."); break; }
            if (!int.TryParse(pointers[i], NumberStyles.None, CultureInfo.InvariantCulture, out var pointer) || pointer < 1 || pointer > diagnoses)
                yield return Fault.OfElement("I12", sv1, line.Id, 7, i + 1, $"The claim has {diagnoses} diagnoses.");
            else if (!seen.Add(pointers[i])) yield return Fault.OfElement("I12", sv1, line.Id, 7, i + 1, "The pointer stands twice.");
        }
    }

    private static IEnumerable<Fault> ServiceDates(LoopNode root, LoopNode claim, LoopNode line)
    {
        if (line.First("DTP", 1, "472") is not { } dtp || Dates.Period(dtp[2], dtp[3]) is not { } period) yield break;
        if (Dates.Parse(root.First("BHT")?[4] ?? "") is { } made && period.To > made)
            yield return Fault.OfElement("I12", dtp, line.Id, 3, 0, "The service lies after the day the file was made.");
        var patient = claim.Parent!.Child("2010CA") ?? claim.Parent.Child("2010BA");
        if (Dates.Parse(patient?.First("DMG")?[2] ?? "") is { } birth && period.From < birth)
            yield return Fault.OfElement("I12", dtp, line.Id, 3, 0, "The service lies before the patient's birth.");
    }

    private static IEnumerable<Fault> AllDates(LoopNode node)
    {
        foreach (var dtp in node.All("DTP"))
            if (dtp[2] is not ("D8" or "RD8" or "DT")) yield return Fault.OfElement("7", dtp, node.Id, 2, 0, "DTP02 is D8 or RD8.");
            else if (dtp[2] is not "DT" && Dates.Period(dtp[2], dtp[3]) is null) yield return Fault.OfElement("8", dtp, node.Id, 3, 0, "Not a real date, or it ends before it begins.");
        foreach (var child in node.Children)
            foreach (var fault in AllDates(child)) yield return fault;
    }
}
