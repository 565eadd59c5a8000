namespace CleanClaim.Sandbox.Reading;

/// <summary>
/// Other payers of a claim (2320, 2330, 2430): order of payers, and the two balances of 005010X222A1 1.4.4:
/// line charge = SVD02 + its CAS; payer paid (AMT*D) = sum of SVD02 - CAS of 2320; X12 RFI 1137.
/// </summary>
internal static class CoordinationRules
{
    private const string Order = "PSTABCDEFGH";
    private static readonly string[] Groups = ["CO", "CR", "OA", "PI", "PR"];
    private static readonly string[] Relations = ["01", "18", "19", "20", "21", "39", "40", "53", "G8"];

    public static IEnumerable<Fault> Check(LoopNode claim)
    {
        var sbr = claim.Parent!.First("SBR") ?? claim.Parent.Parent?.First("SBR");
        if (sbr is null) yield break;
        var others = claim.Loops("2320").ToList();
        var own = Order.IndexOf(sbr[1], StringComparison.Ordinal);
        if (own > 0 && !others.Exists(o => Order.IndexOf(o.Head[1], StringComparison.Ordinal) is >= 0 and var rank && rank < own))
            yield return Fault.OfElement("I12", sbr, "2000B", 1, 0, $"A claim of order {sbr[1]} needs a 2320 of the payer before it.");
        var orders = new HashSet<string> { sbr[1] };
        foreach (var other in others)
        {
            if (!Order.Contains(other.Head[1], StringComparison.Ordinal) && other.Head[1] != "U") yield return Fault.OfElement("7", other.Head, other.Id, 1, 0, "SBR01 is no payer responsibility.");
            else if (!orders.Add(other.Head[1]) && other.Head[1] != "U") yield return Fault.OfElement("I12", other.Head, other.Id, 1, 0, "Two payers of the same order.");
            if (!Relations.Contains(other.Head[2])) yield return Fault.OfElement(other.Head[2].Length == 0 ? "1" : "7", other.Head, other.Id, 2, 0, "SBR02 says how the patient belongs to the other subscriber.");
            foreach (var fault in Answers(other)) yield return fault;
            var before = Order.IndexOf(other.Head[1], StringComparison.Ordinal) < own;
            foreach (var fault in Balance(claim, other, before)) yield return fault;
        }
        foreach (var fault in Lines(claim, others)) yield return fault;
    }

    private static IEnumerable<Fault> Answers(LoopNode other)
    {
        if (other.First("OI") is { } oi)
        {
            if (oi[3] is not ("Y" or "N" or "W")) yield return Fault.OfElement("7", oi, other.Id, 3, 0, "OI03 is Y, N or W.");
            if (oi[6] is not ("Y" or "I")) yield return Fault.OfElement("7", oi, other.Id, 6, 0, "OI06 is Y or I.");
        }
        if (other.Child("2330B") is { } payer && payer.Head[8] is not ("PI" or "XV"))
            yield return Fault.OfElement("7", payer.Head, payer.Id, 8, 0, "The other payer is named by PI or XV.");
        if (other.Child("2330A") is { } insured && insured.Head[8] is not ("MI" or "II"))
            yield return Fault.OfElement("7", insured.Head, insured.Id, 8, 0, "The other subscriber is named by MI or II.");
        foreach (var fault in Adjustments(other)) yield return fault;
    }

    private static IEnumerable<Fault> Adjustments(LoopNode node)
    {
        var groups = new HashSet<string>();
        foreach (var cas in node.All("CAS"))
        {
            if (!Groups.Contains(cas[1])) yield return Fault.OfElement("7", cas, node.Id, 1, 0, "Not an adjustment group.");
            else if (!groups.Add(cas[1])) yield return Fault.OfElement("I12", cas, node.Id, 1, 0, "One CAS per group: up to six reasons share it.");
            for (var i = 2; i <= 17; i += 3)
            {
                if (cas[i].Length == 0 && cas[i + 1].Length == 0) continue;
                if (cas[i].Length == 0 || cas[i + 1].Length == 0) yield return Fault.OfElement("2", cas, node.Id, cas[i].Length == 0 ? i : i + 1, 0, "Reason and amount go together.");
                else if (Cents.Parse(cas[i + 1]) is null or 0) yield return Fault.OfElement("I12", cas, node.Id, i + 1, 0, "An adjustment is an amount in whole cents and not zero.");
            }
        }
    }

    private static IEnumerable<Fault> Balance(LoopNode claim, LoopNode other, bool before)
    {
        var paid = other.First("AMT", 1, "D");
        if (paid is null)
        {
            if (before) yield return Fault.OfSegment("I6", "AMT", other.Head.Position + 1, other.Id, "A payer before this one says what it paid (AMT*D), 0 too.");
            yield break;
        }
        if (Cents.Parse(paid[2]) is not { } amount) { yield return Fault.OfElement("6", paid, other.Id, 2, 0, "Not an amount in whole cents."); yield break; }
        var payerId = other.Child("2330B")?.Head[9] ?? "";
        var lines = claim.Loops("2400").SelectMany(l => l.Loops("2430")).Where(l => l.Head[1] == payerId).ToList();
        var claimAdjustments = Sum(other);
        // Without a 2430 the payer answered on claim level: charge = paid + CAS of 2320.
        var expected = lines.Count == 0 ? (Cents.Parse(claim.Head[2]) ?? 0) - claimAdjustments
            : lines.Sum(l => Cents.Parse(l.Head[2]) ?? 0) - claimAdjustments;
        if (before && amount != expected)
            yield return Fault.OfElement("I12", paid, other.Id, 2, 0, $"Its lines and adjustments make {Cents.Plain(expected)}.");
        if (before && lines.Count == 0 && other.Child("2330B")?.First("DTP", 1, "573") is null)
            yield return Fault.OfSegment("I6", "DTP", other.Segments[^1].Position + 1, "2330B", "The date of the other payer's answer is missing (2330B or 2430).");
    }

    private static IEnumerable<Fault> Lines(LoopNode claim, List<LoopNode> others)
    {
        var payers = others.Select(o => o.Child("2330B")?.Head[9] ?? "").ToHashSet();
        foreach (var line in claim.Loops("2400"))
        {
            var charge = Cents.Parse(line.First("SV1")?[2] ?? "");
            foreach (var answer in line.Loops("2430"))
            {
                var svd = answer.Head;
                if (!payers.Contains(svd[1])) yield return Fault.OfElement("I12", svd, answer.Id, 1, 0, "No 2330B of this claim has this payer id.");
                if (Cents.Parse(svd[2]) is not { } paid) yield return Fault.OfElement("6", svd, answer.Id, 2, 0, "Not an amount in whole cents.");
                else if (charge is { } amount && amount != paid + Sum(answer))
                    yield return Fault.OfElement("I12", svd, answer.Id, 2, 0, $"Paid and adjusted make {Cents.Plain(paid + Sum(answer))}, the line's charge is {Cents.Plain(amount)}.");
                if (svd.Part(3, 1) is not ("HC" or "ER" or "IV" or "WK") || !Checks.LooksLikeProcedure(svd.Part(3, 2)))
                    yield return Fault.OfElement("I12", svd, answer.Id, 3, 2, "Not a procedure code.");
                foreach (var fault in Adjustments(answer)) yield return fault;
            }
        }
    }

    private static long Sum(LoopNode node) => ClaimBuilder.AdjustmentsOf(node).Sum(a => a.Amount);
}
