namespace CleanClaim.Sandbox.Reading;

/// <summary>A file of claims as read: what is wrong stands in its interchanges, groups and transactions; claims come only from transactions without a fault.</summary>
internal sealed record ProfessionalReading(IReadOnlyList<Interchange> Interchanges, string? Unreadable, IReadOnlyDictionary<Transaction, IReadOnlyList<SubmittedClaim>> Claims)
{
    public IEnumerable<Fault> Faults => Interchanges.SelectMany(i =>
        i.Faults.Concat(i.Groups.SelectMany(g => g.Faults.Concat(g.Transactions.SelectMany(t => t.Faults)))));
}

/// <summary>The strict reader of 005010X222A1: everything the guide forbids refuses its transaction, each fault at its place.</summary>
internal static class ProfessionalReader
{
    private const int MostFaults = 200;

    public static ProfessionalReading Read(byte[] bytes)
    {
        var envelope = EnvelopeReader.Read(bytes);
        var claims = new Dictionary<Transaction, IReadOnlyList<SubmittedClaim>>();
        foreach (var interchange in envelope.Interchanges)
            foreach (var group in interchange.Groups.Where(g => g.Header[1] == "HC"))
            {
                if (group.Header[8] != "005010X222A1") { group.Faults.Add(Fault.OfGroup("2", $"GS08 {group.Header[8]} is not 005010X222A1.")); continue; }
                foreach (var transaction in group.Transactions) claims[transaction] = Read(interchange, group, transaction);
            }
        return new(envelope.Interchanges, envelope.Unreadable, claims);
    }

    private static IReadOnlyList<SubmittedClaim> Read(Interchange interchange, FunctionalGroup group, Transaction transaction)
    {
        if (transaction.Type != "837")
        {
            transaction.Faults.Add(Fault.OfTransaction("1", $"ST01 {transaction.Type} is not read in a group of claims."));
            return [];
        }
        var faults = new List<Fault>();
        var root = LoopWalker.Walk(transaction.Segments, faults);
        faults.AddRange(ElementRules.Check(root).Take(MostFaults));
        // A place is told once, by the rule nearest to the bytes; a transaction with hundreds of faults needs no more rules to be refused.
        if (faults.Count < MostFaults)
            faults.AddRange(HierarchyRules.Check(root).Concat(ClaimRules.Check(root)).Take(MostFaults).Where(f => !faults.Exists(g => Same(g, f))).ToList());
        transaction.Faults.AddRange(faults.OrderBy(f => f.Position).ThenBy(f => f.Element).ThenBy(f => f.Component).Take(MostFaults));
        return transaction.Faults.Count + group.Faults.Count + interchange.Faults.Count == 0 ? [.. ClaimBuilder.Build(interchange, root)] : [];
    }

    private static bool Same(Fault one, Fault other) =>
        one.Position == other.Position && one.SegmentId == other.SegmentId && one.Element == other.Element && one.Place == other.Place;
}
