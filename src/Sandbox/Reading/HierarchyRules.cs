using System.Globalization;

namespace CleanClaim.Sandbox.Reading;

/// <summary>Header, HL tree, providers, subscriber and patient. Source of each: 005010X222A1, the loop that the fault names.</summary>
internal static class HierarchyRules
{
    private static readonly string[] Responsibilities = ["P", "S", "T", "A", "B", "C", "D", "E", "F", "G", "H", "U"];
    private static readonly string[] Filings =
        ["11", "12", "13", "14", "15", "16", "17", "AM", "BL", "CH", "CI", "DS", "FI", "HM", "LM", "MA", "MB", "MC", "OF", "TV", "VA", "WC", "ZZ"];
    private static readonly string[] Relations = ["01", "19", "20", "21", "39", "40", "53", "G8"];
    private static readonly string[] MspTypes = ["12", "13", "14", "15", "16", "41", "42", "43", "47"];

    public static IEnumerable<Fault> Check(LoopNode root) =>
        Header(root).Concat(Tree(root)).Concat(root.Descendants("2000A").SelectMany(Provider)).Concat(root.Descendants("2000B").SelectMany(Subscriber))
            .Concat(AllNodes(root).SelectMany(Names)).Concat(AllNodes(root).SelectMany(Addresses)).Concat(AllNodes(root).SelectMany(Births));

    private static IEnumerable<LoopNode> AllNodes(LoopNode node) => node.Children.SelectMany(AllNodes).Prepend(node);

    private static IEnumerable<Fault> Header(LoopNode root)
    {
        if (root.First("ST") is { } st && st[3] != "005010X222A1")
            yield return Fault.OfElement("7", st, "HEAD", 3, 0, "This door reads 005010X222A1 only.");
        if (root.First("BHT") is not { } bht) yield break;
        if (bht[1] != "0019") yield return Fault.OfElement("7", bht, "HEAD", 1, 0, "BHT01 is 0019.");
        if (bht[2] is not ("00" or "18")) yield return Fault.OfElement("7", bht, "HEAD", 2, 0, "BHT02 is 00 or 18.");
        if (bht[6] is not ("CH" or "RP" or "31")) yield return Fault.OfElement("7", bht, "HEAD", 6, 0, "BHT06 is CH, RP or 31.");
    }

    /// <summary>HL01 counts from 1; HL02 names the parent in whose loop it stands; HL04 says whether children follow.</summary>
    private static IEnumerable<Fault> Tree(LoopNode root)
    {
        var expected = 1;
        foreach (var node in AllNodes(root).Where(n => n.Id is "2000A" or "2000B" or "2000C"))
        {
            var hl = node.Head;
            if (hl[1] != expected.ToString(CultureInfo.InvariantCulture))
                yield return Fault.OfElement("7", hl, node.Id, 1, 0, $"HL01 should be {expected}.");
            expected++;
            var parent = node.Id == "2000A" ? "" : node.Parent!.Head[1];
            if (hl[2] != parent) yield return Fault.OfElement("7", hl, node.Id, 2, 0, $"HL02 should be \"{parent}\".");
            var children = node.Children.Exists(c => c.Id is "2000B" or "2000C") ? "1" : "0";
            if (hl[4] != children) yield return Fault.OfElement("7", hl, node.Id, 4, 0, $"HL04 should be {children}.");
        }
    }

    private static IEnumerable<Fault> Provider(LoopNode node)
    {
        if (node.Child("2010AA") is not { } billing) yield break;
        if (billing.Head[8] != "XX") yield return Fault.OfElement("1", billing.Head, billing.Id, 8, 0, "The billing provider is named by its NPI (XX).");
        if (billing.First("N4") is { } city && !Checks.IsDigits(city[3], 9))
            yield return Fault.OfElement("I12", city, billing.Id, 3, 0, "The billing provider's ZIP has nine digits.");
        if (billing.First("N3") is { } street && street[1].Replace(".", "", StringComparison.Ordinal).StartsWith("PO BOX", StringComparison.OrdinalIgnoreCase))
            yield return Fault.OfElement("I12", street, billing.Id, 1, 0, "The billing provider's address is a street; a box goes to 2010AB.");
        if (billing.First("REF", 1, "EI", "SY") is { } tax && !Checks.IsDigits(tax[2], 9))
            yield return Fault.OfElement("I12", tax, billing.Id, 2, 0, "A tax id has nine digits.");
        if (node.First("PRV") is { } prv && prv[2] != "PXC") yield return Fault.OfElement("7", prv, node.Id, 2, 0, "PRV02 is PXC.");
    }

    private static IEnumerable<Fault> Subscriber(LoopNode node)
    {
        if (node.First("SBR") is not { } sbr) yield break;
        if (!Responsibilities.Contains(sbr[1])) yield return Fault.OfElement("7", sbr, node.Id, 1, 0, "SBR01 is no payer responsibility.");
        if (sbr[2] is not ("" or "18")) yield return Fault.OfElement("7", sbr, node.Id, 2, 0, "SBR02 is 18 or empty.");
        if (sbr[5].Length > 0 && !MspTypes.Contains(sbr[5])) yield return Fault.OfElement("7", sbr, node.Id, 5, 0, "SBR05 is no Medicare secondary type.");
        if (!Filings.Contains(sbr[9])) yield return Fault.OfElement(sbr[9].Length == 0 ? "1" : "7", sbr, node.Id, 9, 0, "SBR09 names the kind of payer.");
        foreach (var fault in SubscriberOrPatient(node, sbr)) yield return fault;
        if (node.Child("2010BA") is { } insured)
        {
            if (insured.Head[2] == "1" && insured.Head[8] is not ("MI" or "II"))
                yield return Fault.OfElement("7", insured.Head, insured.Id, 8, 0, "The subscriber is named by a member id (MI) or II.");
        }
        if (node.Child("2010BB") is { } payer && payer.Head[8] is not ("PI" or "XV"))
            yield return Fault.OfElement("7", payer.Head, payer.Id, 8, 0, "The payer is named by PI or XV.");
    }

    /// <summary>SBR02 18: the subscriber is the patient, claims stand here and address and DMG are sent; else they stand under 2000C.</summary>
    private static IEnumerable<Fault> SubscriberOrPatient(LoopNode node, Segment sbr)
    {
        var patients = node.Loops("2000C").ToList();
        var own = node.Loops("2300").ToList();
        if (sbr[2] == "18")
        {
            foreach (var patient in patients)
                yield return Fault.OfSegment("I9", "HL", patient.Head.Position, "2000C", "A patient loop under a subscriber who is the patient.");
            if (own.Count == 0) yield return Fault.OfSegment("I7", "CLM", node.Segments[^1].Position, "2300", "The subscriber is the patient and has no claim.");
            if (node.Child("2010BA") is not { } insured) yield break;
            foreach (var id in (string[])["N3", "N4", "DMG"])
                if (insured.First(id) is null) yield return Fault.OfSegment("I6", id, insured.Segments[^1].Position + 1, insured.Id, $"{id} is required when the subscriber is the patient.");
        }
        else
        {
            foreach (var claim in own) yield return Fault.OfSegment("I9", "CLM", claim.Head.Position, "2300", "A claim under a subscriber who is not the patient.");
            if (patients.Count == 0) yield return Fault.OfSegment("I7", "HL", node.Segments[^1].Position, "2000C", "The patient is not the subscriber and is missing.");
        }
        foreach (var patient in patients)
        {
            if (patient.First("PAT") is { } pat && !Relations.Contains(pat[1]))
                yield return Fault.OfElement(pat[1].Length == 0 ? "1" : "7", pat, patient.Id, 1, 0, "PAT01 says how the patient belongs to the subscriber.");
            if (!patient.Loops("2300").Any()) yield return Fault.OfSegment("I7", "CLM", patient.Segments[^1].Position, "2300", "The patient has no claim.");
        }
    }

    private static IEnumerable<Fault> Names(LoopNode node)
    {
        if (node.Head is not { Id: "NM1" } name) yield break;
        if (name[2] is not ("1" or "2")) yield return Fault.OfElement("7", name, node.Id, 2, 0, "NM102 is 1 or 2.");
        // Pay-to address (87) and other payers' providers (2330C-G) carry no name; pick-up, drop-off and facility may.
        if (name[3].Length == 0 && name[1] is not ("77" or "45" or "PW" or "87") && node.Id is not ("2330C" or "2330D" or "2330E" or "2330F" or "2330G")) yield return Fault.OfElement("1", name, node.Id, 3, 0, "The name is missing.");
        if (name[2] == "2" && name[4].Length > 0) yield return Fault.OfElement("I10", name, node.Id, 4, 0, "An organization has no first name.");
        if (name[8].Length > 0 != name[9].Length > 0) yield return Fault.OfElement("2", name, node.Id, name[8].Length > 0 ? 9 : 8, 0, "NM108 and NM109 go together.");
        if (name[8] == "XX" && !Checks.IsNpi(name[9])) yield return Fault.OfElement("I12", name, node.Id, 9, 0, "Not an NPI: ten digits with a right check digit.");
        if (name[1] is "82" or "85" or "DN" or "P3" or "DQ" && node.Id[..4] is "2010" or "2310" or "2420" && name[8] is not ("" or "XX"))
            yield return Fault.OfElement("7", name, node.Id, 8, 0, "A provider is named by XX.");
        if (name[1] is "40" or "41" && name[8] != "46") yield return Fault.OfElement("7", name, node.Id, 8, 0, "Submitter and receiver are named by 46.");
        if (name[1] == "QC" && name[8].Length > 0) yield return Fault.OfElement("I10", name, node.Id, 8, 0, "The patient loop holds no member id.");
        if (name[1] == "QC" && name[2] != "1") yield return Fault.OfElement("7", name, node.Id, 2, 0, "A patient is a person.");
        foreach (var per in node.All("PER"))
            for (var i = 3; i <= 7; i += 2)
                if (per[i].Length > 0 && (per[i] is not ("TE" or "EM" or "FX" or "EX") || (per[i] is "TE" or "FX" && !Checks.IsDigits(per[i + 1], 10))))
                    yield return Fault.OfElement("I12", per, node.Id, i + 1, 0, "A number to reach the contact: TE or FX with ten digits, EM or EX.");
    }

    private static IEnumerable<Fault> Addresses(LoopNode node)
    {
        foreach (var n4 in node.All("N4"))
        {
            // N404 is sent only for an address outside the United States and Canada.
            if (n4[4].Length > 0 && n4[4] != "US") continue;
            if (!Checks.IsState(n4[2])) yield return Fault.OfElement(n4[2].Length == 0 ? "1" : "7", n4, node.Id, 2, 0, "Not a state.");
            if (!Checks.IsDigits(n4[3], 5) && !Checks.IsDigits(n4[3], 9)) yield return Fault.OfElement(n4[3].Length == 0 ? "1" : "I12", n4, node.Id, 3, 0, "A ZIP has five or nine digits.");
        }
    }

    private static IEnumerable<Fault> Births(LoopNode node)
    {
        if (node.First("DMG") is not { } dmg) yield break;
        if (dmg[1] != "D8") yield return Fault.OfElement("7", dmg, node.Id, 1, 0, "DMG01 is D8.");
        if (dmg[3] is not ("F" or "M" or "U")) yield return Fault.OfElement("7", dmg, node.Id, 3, 0, "DMG03 is F, M or U.");
        if (Dates.Parse(dmg[2]) is not { } birth) { yield return Fault.OfElement("8", dmg, node.Id, 2, 0, "Not a real date."); yield break; }
        var root = node;
        while (root.Parent is not null) root = root.Parent;
        if (root.First("BHT") is { } bht && Dates.Parse(bht[4]) is { } made && birth > made)
            yield return Fault.OfElement("8", dmg, node.Id, 2, 0, "Born after the file was made.");
    }
}
