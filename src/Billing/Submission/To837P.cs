using System.Globalization;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.X12.Writing;

namespace CleanClaim.Billing.Submissions;

/// <summary>
/// Claims as a professional claim file, 005010X222A1: one transaction a practice, each claim below its own subscriber. Values are spelled in the letters
/// that X12 knows and in capitals, as payers store them. Pure: the same claims and ends give the same bytes.
/// </summary>
public static class To837P
{
    public const string Version = "005010X222A1";

    /// <summary>The bytes of the file, or the places of what cannot be written.</summary>
    public static (byte[] Bytes, IReadOnlyList<WriteFinding> Refused) Write(ClaimFileEnds ends, IReadOnlyList<OutboundClaim> claims)
    {
        var writer = new X12Writer(new InterchangeFields
        {
            SenderId = ends.SubmitterId, ReceiverId = ends.ReceiverId, Date = ends.Date, Time = ends.Time, ControlNumber = ends.ControlNumber, AcknowledgmentRequested = true, IsTest = ends.IsTest,
        });
        writer.BeginGroup(new GroupFields
        {
            FunctionalId = "HC", SenderCode = ends.SubmitterId, ReceiverCode = ends.ReceiverId, Date = ends.Date, Time = ends.Time, ControlNumber = ends.ControlNumber, Version = Version,
        });
        var transaction = 0;
        foreach (var ofPractice in claims.GroupBy(c => c.Claim.Practice)) new Transaction(writer, ends, ++transaction).Write(ofPractice.Key, [.. ofPractice]);
        using var bytes = new MemoryStream();
        return writer.WriteTo(bytes) is WriteOutcome.Refused refused ? ([], refused.Findings) : (bytes.ToArray(), []);
    }

    /// <summary>As the text stands in the file.</summary>
    public static string? Spelled(string? text) => text is null ? null : X12Spelling.Of(text).ToUpperInvariant();

    /// <summary>BHT03 of the n-th transaction of a file.</summary>
    public static string BatchReference(int controlNumber, int transaction) => string.Create(CultureInfo.InvariantCulture, $"{controlNumber}-{transaction}");

    private sealed class Transaction(X12Writer to, ClaimFileEnds ends, int number)
    {
        private int _level;

        public void Write(BilledPractice practice, IReadOnlyList<OutboundClaim> claims)
        {
            to.BeginTransaction("837", ClaimFileEnds.St(number), Version);
            to.Segment("BHT", "0019", "00", BatchReference(ends.ControlNumber, number), X12Value.Date(ends.Date), X12Value.Time(ends.Time), "CH");
            Name("41", practice.Name, null, null, "46", ends.SubmitterId);
            to.Segment("PER", "IC", "BILLING", "TE", practice.Phone);
            Name("40", ends.ReceiverName, null, null, "46", ends.ReceiverId);
            var billing = Level(null, "20", hasChildren: true);
            to.Segment("PRV", "BI", "PXC", practice.Taxonomy);
            Name("85", practice.Name, null, null, "XX", practice.Npi);
            Address(practice.Address);
            to.Segment("REF", "EI", practice.TaxId);
            foreach (var claim in claims) Claim(claim, billing);
            to.EndTransaction();
        }

        private void Claim(OutboundClaim outbound, int billing)
        {
            var (claim, coverage) = (outbound.Claim, outbound.Coverage);
            var isPatient = coverage.Relation == Relation.Self;
            var subscriber = Level(billing, "22", hasChildren: !isPatient);
            to.Segment("SBR", OutboundClaim.Responsibility(outbound.Level), isPatient ? "18" : null, coverage.Group, null, MedicareSecondaryType(outbound), null, null, null, coverage.ClaimFiling);
            Name("IL", coverage.LastName, coverage.FirstName, isPatient ? claim.Patient.MiddleName : null, "MI", coverage.MemberId);
            if (isPatient) Person(claim.Patient.Address, claim.Patient.BirthDate, claim.Patient.Sex);
            CaseNumber(claim, isPatient);
            Name("PR", coverage.PayerName, null, null, "PI", coverage.PayerNumber);
            if (coverage.PayerAddress is { } address) Address(address);
            if (!isPatient)
            {
                Level(subscriber, "23", hasChildren: false);
                to.Segment("PAT", RelationCode(coverage.Relation));
                Name("QC", claim.Patient.LastName, claim.Patient.FirstName, claim.Patient.MiddleName, null, null);
                Person(claim.Patient.Address, claim.Patient.BirthDate, claim.Patient.Sex);
                CaseNumber(claim, isPatient: true);
            }
            ClaimLevel(outbound);
        }

        private void ClaimLevel(OutboundClaim outbound)
        {
            var claim = outbound.Claim;
            to.Segment("CLM", outbound.Pcn, X12Value.Cents(claim.Charge.Cents), null, null, X12Value.Composite(claim.Place, "B", outbound.Frequency), "Y", "A", "Y", "Y", null, Causes(claim.Case));
            if (claim.Case is { } kase) to.Segment("DTP", "439", "D8", X12Value.Date(kase.Date));
            if (outbound.Coverage.Authorization is { } authorization) to.Segment("REF", "G1", authorization);
            if (outbound.Frequency != "1" && outbound.PayerControl is { } number) to.Segment("REF", "F8", number);
            if (claim.Diagnoses.Count > 0) to.Segment("HI", [.. claim.Diagnoses.Select((code, i) => X12Value.Composite(i == 0 ? "ABK" : "ABF", code))]);
            if (claim.Provider.Npi != claim.Practice.Npi)
            {
                Name("82", claim.Provider.LastName, claim.Provider.FirstName, null, "XX", claim.Provider.Npi);
                to.Segment("PRV", "PE", "PXC", claim.Provider.Taxonomy);
            }
            for (var level = 0; level < claim.Coverages.Count; level++)
            {
                if (level != outbound.Level) OtherPayer(outbound, level, outbound.Prior.FirstOrDefault(p => p.Level == level));
            }
            foreach (var line in claim.Lines) Line(outbound, line);
        }

        private void OtherPayer(OutboundClaim outbound, int level, PriorAnswer? answer)
        {
            var other = outbound.Claim.Coverages[level];
            to.Segment("SBR", OutboundClaim.Responsibility(level), RelationCode(other.Relation), other.Group, null, null, null, null, null, other.ClaimFiling);
            if (answer is not null)
            {
                Adjustments(answer.Adjustments);
                to.Segment("AMT", "D", X12Value.Cents(answer.Paid.Cents));
            }
            to.Segment("OI", null, null, "Y", null, null, "Y");
            if (answer is { Remarks.Count: > 0 }) to.Segment("MOA", [null, null, .. answer.Remarks.Take(5).Select(r => (X12Value)r)]);
            Name("IL", other.LastName, other.FirstName, null, "MI", other.MemberId);
            Name("PR", other.PayerName, null, null, "PI", other.PayerNumber);
            if (answer is null) return;
            // The day stands with the lines (2430) where the payer answered by line, else here.
            if (answer.Lines.Count == 0) to.Segment("DTP", "573", "D8", X12Value.Date(answer.On));
            if (answer.PayerControl is { } number) to.Segment("REF", "F8", number);
        }

        private void Line(OutboundClaim outbound, BilledLine line)
        {
            to.Segment("LX", X12Value.Count(line.N));
            to.Segment("SV1", Procedure(line), X12Value.Cents(line.Charge.Cents), "UN", X12Value.Count(line.Units), null, null,
                X12Value.Composite([.. line.Pointers.Select(p => p.ToString(CultureInfo.InvariantCulture))]));
            to.Segment("DTP", "472", "D8", X12Value.Date(outbound.Claim.Date));
            to.Segment("REF", "6R", Pcn.Line(outbound.Pcn, line.N));
            foreach (var answer in outbound.Prior)
            {
                if (answer.Lines.FirstOrDefault(l => l.N == line.N) is not { } decided) continue;
                to.Segment("SVD", outbound.Claim.Coverages[answer.Level].PayerNumber, X12Value.Cents(decided.Paid.Cents), Procedure(line), null, decided.Units ?? line.Units.ToString(CultureInfo.InvariantCulture));
                Adjustments(decided.Adjustments);
                to.Segment("DTP", "573", "D8", X12Value.Date(decided.On));
            }
        }

        /// <summary>One CAS a group, up to six reasons in it.</summary>
        private void Adjustments(IReadOnlyList<PriorAdjustment> adjustments)
        {
            foreach (var group in adjustments.GroupBy(a => a.Group, StringComparer.Ordinal))
            {
                foreach (var six in group.Chunk(6))
                    to.Segment("CAS", [group.Key, .. six.SelectMany(a => new X12Value[] { a.Reason, X12Value.Cents(a.Amount.Cents), a.Quantity })]);
            }
        }

        private int Level(int? parent, string code, bool hasChildren)
        {
            _level++;
            to.Segment("HL", X12Value.Count(_level), parent is { } p ? X12Value.Count(p) : null, code, hasChildren ? "1" : "0");
            return _level;
        }

        private void Name(string role, string last, string? first, string? middle, string? qualifier, string? id) =>
            to.Segment("NM1", role, first is null ? "2" : "1", Spelled(last), Spelled(first), Spelled(middle), null, null, qualifier, id);

        private void Person(Address address, DateOnly birth, string sex)
        {
            Address(address);
            to.Segment("DMG", "D8", X12Value.Date(birth), sex);
        }

        private void Address(Address address)
        {
            to.Segment("N3", Spelled(address.Line1), Spelled(address.Line2));
            to.Segment("N4", Spelled(address.City), address.State, address.Zip);
        }

        /// <summary>REF*Y4 stands with whoever is the patient of a property and casualty claim.</summary>
        private void CaseNumber(ClaimSnapshot claim, bool isPatient)
        {
            if (isPatient && claim.Case?.ClaimNumber is { } number) to.Segment("REF", "Y4", number);
        }
    }

    internal static string RelationCode(Relation relation) => relation switch
    {
        Relation.Self => "18",
        Relation.Spouse => "01",
        Relation.Child => "19",
        Relation.Other => "G8",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>SBR05, sent when Medicare is billed and does not pay first: 12 working aged, 43 disabled under a large group plan, 15 and 14 by the case.</summary>
    private static string? MedicareSecondaryType(OutboundClaim outbound)
    {
        if (outbound.Level == 0 || outbound.Coverage.Kind != PayerKind.Medicare) return null;
        return outbound.Claim.Case?.Kind switch
        {
            CaseKind.WorkersComp => "15",
            CaseKind.Auto => "14",
            _ => outbound.Claim.Patient.BirthDate.AddYears(65) <= outbound.Claim.Date ? "12" : "43",
        };
    }

    private static X12Value Procedure(BilledLine line) => X12Value.Composite(["HC", line.Code, .. line.Modifiers]);

    private static X12Value Causes(BilledCase? kase) => kase?.Kind switch
    {
        null => null,
        CaseKind.WorkersComp => X12Value.Composite("EM"),
        CaseKind.Auto => X12Value.Composite("AA", null, null, kase.State),
        CaseKind.Other => X12Value.Composite("OA"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
