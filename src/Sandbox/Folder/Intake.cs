using CleanClaim.Sandbox.Answers;
using CleanClaim.Sandbox.Configuration;
using CleanClaim.Sandbox.Payers;
using CleanClaim.Sandbox.Reading;

namespace CleanClaim.Sandbox.Folder;

/// <summary>A claim that a payer took into adjudication under its own number.</summary>
internal sealed record AcceptedClaim(SubmittedClaim Claim, Covered Who, string ClaimNumber);

/// <summary>One file in: TA1, 999 and 277CA out, and the claims that go on. What cannot be read at all is told in words.</summary>
internal sealed class Intake(SandboxState state, SandboxConfiguration configuration, Outbox outbox, DateOnly today, int seed)
{
    public List<AcceptedClaim> Accepted { get; } = [];
    public bool AnyRefused { get; private set; }

    /// <summary>Null when the file was answered; else why it could not be.</summary>
    public string? Take(byte[] content)
    {
        var reading = ProfessionalReader.Read(content);
        foreach (var interchange in reading.Interchanges) Take(reading, interchange);
        if (reading.Unreadable is not null) AnyRefused = true;
        return reading.Unreadable;
    }

    private void Take(ProfessionalReading reading, Interchange interchange)
    {
        var key = $"{interchange.Sender}/{interchange.ControlNumber}";
        var code = interchange.Faults.Count > 0 ? interchange.Faults[0].Code
            : interchange.Receiver != configuration.Clearinghouse!.Id ? "009"
            : state.Interchanges.Contains(key) ? "025" : "000";
        var test = interchange.Header[15] != "P";
        if (code != "000" || interchange.WantsAcknowledgment)
        {
            var to = outbox.Next(interchange.Sender, test);
            outbox.Put(to, to.From, "ta1", Edi.Ta1(to, interchange, code));
        }
        if (code != "000") { AnyRefused = true; return; }
        state.Interchanges.Add(key);
        foreach (var group in interchange.Groups) Take(reading, interchange, group, test);
    }

    private void Take(ProfessionalReading reading, Interchange interchange, FunctionalGroup group, bool test)
    {
        // An acknowledgment is not acknowledged.
        if (group.Header[1] == "FA") return;
        if (group.Header[1] != "HC") group.Faults.Add(Fault.OfGroup("1", "The sandbox reads professional claims (HC) only."));
        var to = outbox.Next(interchange.Sender, test);
        outbox.Put(to, to.From, "999", Edi.Envelope(to, "FA", ImplementationAcknowledgment.Version, ImplementationAcknowledgment.Write(group)));
        AnyRefused |= group.Faults.Count > 0 || group.Transactions.Exists(t => t.Faults.Count > 0);
        foreach (var transaction in group.Transactions)
            if (reading.Claims.TryGetValue(transaction, out var claims) && claims.Count > 0) Answer(claims);
    }

    /// <summary>One 277CA per source: the clearinghouse for payers it does not know, each payer for its own claims.</summary>
    private void Answer(IReadOnlyList<SubmittedClaim> claims)
    {
        foreach (var forPayer in claims.GroupBy(c => c.PayerId))
        {
            var payer = configuration.FindPayer(forPayer.Key);
            var house = configuration.Clearinghouse!;
            var source = payer is null ? new InformationSource("AY", house.Name, house.Id) : new InformationSource("PR", payer.Name, payer.PayerId);
            var verdicts = forPayer.Select(c => payer is null
                ? new ClaimVerdict(c, new("A3", "116", "PR", $"No payer {c.PayerId} is reached from here."), "") : Judge(payer, c)).ToList();
            AnyRefused |= verdicts.Exists(v => v.Rejection is not null);
            var submission = verdicts[0].Claim.Submission;
            var to = outbox.Next(submission.SenderId, submission.IsTest);
            outbox.Put(to, source.Id, "277ca", Edi.Envelope(to, "HN", ClaimAcknowledgment.Version, ClaimAcknowledgment.Write(source, verdicts, today, to.Control)));
        }
    }

    private ClaimVerdict Judge(Payer payer, SubmittedClaim claim)
    {
        var who = Covered.Find(payer, claim);
        if ((who is null ? Unknown(payer, claim) : Refuse(payer, claim)) is { } no) return new(claim, no, "");
        var number = ClaimNumbers.Next(state, payer, today, seed);
        Accepted.Add(new(claim, who!, number));
        return new(claim, null, number);
    }

    /// <summary>33 subscriber not found, 158 birth date: claim status codes as X12 lists them.</summary>
    private static Rejection Unknown(Payer payer, SubmittedClaim claim)
    {
        var member = payer.Members.FirstOrDefault(m => m.MemberId == claim.MemberId);
        if (member is null) return new("A3", "33", "IL", "The member id is not known.");
        var bornRight = claim.PatientIsSubscriber ? member.BirthDate == claim.Patient.BirthDate
            : !member.Dependents.Any(d => Covered.Same(d.FirstName, claim.Patient.FirstName)) || member.Dependents.Any(d => d.BirthDate == claim.Patient.BirthDate);
        return bornRight ? new("A3", "33", claim.PatientIsSubscriber ? "IL" : "QC", "The member id belongs to somebody else.")
            : new("A7", "158", claim.PatientIsSubscriber ? "IL" : "QC", "The birth date is another one.");
    }

    /// <summary>187 date of service, 535 frequency, 464 payer's claim number.</summary>
    private Rejection? Refuse(Payer payer, SubmittedClaim claim)
    {
        if (claim.To > today) return new("A7", "187", "QC", "The service lies in the future.");
        if (claim.Frequency == "1") return null;
        if (!payer.TakesReplacement) return new("A7", "535", "PR", "This payer takes no replacement: ask for a reopening or send a new claim.");
        return state.Standing(payer.PayerId).Any(c => c.ClaimNumber == claim.OriginalReference && c.Claim.MemberId == claim.MemberId)
            ? null : new("A7", "464", "PR", "No claim of this number stands here.");
    }
}

/// <summary>Numbers that payers give: unique in one sandbox, the same for the same seed and files.</summary>
internal static class ClaimNumbers
{
    public static string Next(SandboxState state, Payer payer, DateOnly today, int seed) => Make(payer.ClaimPrefix, today, state.NextClaim++, seed);

    public static string NextTrace(SandboxState state, Payer payer, DateOnly today, int seed) => Make(payer.PayerId, today, state.NextTrace++, seed);

    private static string Make(string prefix, DateOnly today, long number, int seed) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prefix}{today.Year % 100:00}{today.DayOfYear:000}{number:00000}{(unchecked((uint)seed) + 7 * number) % 97:00}");
}
