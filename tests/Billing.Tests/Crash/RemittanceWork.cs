using System.Globalization;
using System.Text;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Jobs;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Tests.Crash;

/// <summary>
/// Sent claims of 100.00 each and the 835 files that answer them: 60.00 paid, 20.00 contractual, 20.00 coinsurance for the guarantor. Every cent of the
/// finished book is known beforehand.
/// </summary>
internal sealed class RemittanceWork(House house, string folder)
{
    private int _claims;

    public string Folder => folder;
    public List<string> Files { get; } = [];
    public int Claims => _claims;

    /// <summary>Adds a file that answers so many new claims, and the job that posts it.</summary>
    public async Task AddFile(int claims)
    {
        var pcns = Enumerable.Range(_claims + 1, claims).Select(n => Pcn.Of(n)).ToList();
        var name = $"remit-{Files.Count + 1:000}.835";
        await house.Do(async tx =>
        {
            if (_claims == 0) AddPeople(tx);
            await tx.Db.SaveChangesAsync();
            await AddClaims(tx, pcns);
            await JobQueue.Enqueue(tx, "post", name, house.Practice);
        });
        await File.WriteAllTextAsync(Path.Combine(folder, name), Text(Files.Count + 1, pcns));
        Files.Add(name);
        _claims += claims;
    }

    /// <summary>What must stand on each account when every file is posted once.</summary>
    public List<(Account, Money)> Expected() =>
    [
        (Account.PaymentsInTransit, new(6000L * _claims)), (Account.GuarantorReceivable, new(2000L * _claims)),
        (Account.GrossCharges, new(-10000L * _claims)), (Account.Contractual, new(2000L * _claims)),
    ];

    private void AddPeople(Tx tx)
    {
        var home = new Address("1 Elm St", null, "Evanston", "IL", "602011234");
        tx.Add(new Payer { Id = new(900_001), Key = "north", Name = "North Plan", Kind = PayerKind.Commercial, PayerId = "NORTH", ClaimFiling = "CI", FilingDays = 180, AcceptsReplacement = true });
        tx.Add(new Patient
        {
            Practice = house.Practice, Id = new(900_002), Key = "anna", LastName = "Stone", FirstName = "Anna", MiddleName = null, NameKey = "STONE ANNA", BirthDate = new(1980, 1, 1), Sex = "F",
            Address = home, Phone = null, Email = null, Language = null, ReasonForVisit = null, Version = 1,
        });
        tx.Add(new GuarantorAccount { Practice = house.Practice, Id = new(900_003), Key = "anna", Kind = GuarantorKind.Self, LastName = "Stone", FirstName = "Anna", OrganizationName = null, Address = home, From = new(2025, 1, 1), Version = 1 });
        tx.Add(new Coverage
        {
            Practice = house.Practice, Id = new(900_004), Key = "anna-1", PatientId = new(900_002), PayerId = new(900_001), Plan = null, MemberId = "M1", GroupNumber = null, Rank = 1, Relation = Relation.Self,
            SubscriberLastName = "Stone", SubscriberFirstName = "Anna", SubscriberBirthDate = new(1980, 1, 1), SubscriberSex = "F", SubscriberAddress = home, From = new(2025, 1, 1), To = null, Version = 1,
        });
    }

    private async Task AddClaims(Tx tx, List<string> pcns)
    {
        var practice = house.Practice;
        var service = new DateOnly(2026, 2, 3);
        var (visits, charges, claims, versions, lines, sent, entries) = (new List<Encounter>(), new List<Charge>(), new List<Claim>(), new List<ClaimVersion>(), new List<ClaimLine>(), new List<Billing.Record.Submission>(), new List<JournalEntry>());
        var (file, _) = await FileStore.Put(tx, "sent.837", "ISA*00*~"u8.ToArray(), FileDirection.Out);
        foreach (var pcn in pcns)
        {
            var visit = new Encounter
            {
                Practice = practice, Id = tx.NextId<Encounter>(), Key = pcn, PatientId = new(900_002), ProviderId = house.Provider, AccountId = new(900_003), CaseId = null, Place = "11", Date = service,
                Diagnoses = "M5450", ContactMinutes = null, Sets = null, Note = null, Version = 1,
            };
            var charge = new Charge
            {
                Practice = practice, Id = tx.NextId<Charge>(), EncounterId = visit.Id, Line = 1, Code = "97810", Modifiers = "", Units = 1, Amount = new(10000), Expected = null, Pointers = "1", Minutes = null, VoidsChargeId = null,
            };
            var claim = new Claim { Practice = practice, Id = tx.NextId<Claim>(), EncounterId = visit.Id, PatientId = new(900_002), AccountId = new(900_003), Version = 1 };
            var version = new ClaimVersion { Practice = practice, Id = tx.NextId<ClaimVersion>(), ClaimId = claim.Id, Version = 1, BuiltAt = tx.Now, Snapshot = "{}" };
            visits.Add(visit);
            charges.Add(charge);
            claims.Add(claim);
            versions.Add(version);
            lines.Add(new ClaimLine { Practice = practice, Id = tx.NextId<ClaimLine>(), ClaimVersionId = version.Id, N = 1, ChargeId = charge.Id, Amount = charge.Amount });
            sent.Add(Sent(tx, claim, version, pcn, file));
            entries.Add(ProjectCharge.Entry(new ChargeFact(charge.Id.Value, charge.Id.Value, practice.Value, visit.Id.Value, house.Provider.Value, service, "97810", charge.Amount, Party.Payer(900_001)))!);
        }
        await tx.AddMany(visits);
        await tx.AddMany(charges);
        await tx.AddMany(claims);
        await tx.AddMany(versions);
        await tx.AddMany(lines);
        await tx.AddMany(sent);
        await ClaimEvents.AddMany(tx, practice, [.. sent.SelectMany(s => new[] { Event(tx, s, ClaimEventKind.Built), Event(tx, s, ClaimEventKind.Sent) })], claims.Select(c => c.Id), default);
        await Journal.Record(tx, practice, service, entries);
    }

    private ClaimEvent Event(Tx tx, Billing.Record.Submission sent, ClaimEventKind kind) => new()
    {
        Practice = house.Practice, Id = tx.NextId<ClaimEvent>(), ClaimId = sent.ClaimId, SubmissionId = kind == ClaimEventKind.Sent ? sent.Id : null, Kind = kind, HappenedOn = new DateOnly(2026, 2, 3),
        RecordedAt = tx.Now, Actor = tx.Actor, Detail = $"{kind}.", SourceSha256 = null, SourceFromSegment = null, SourceToSegment = null,
    };

    private Billing.Record.Submission Sent(Tx tx, Claim claim, ClaimVersion version, string pcn, string file) => new()
    {
        Practice = house.Practice, Id = tx.NextId<Billing.Record.Submission>(), ClaimId = claim.Id, ClaimVersionId = version.Id, CoverageId = new(900_004), PayerId = new(900_001), Level = PayerLevel.P, Frequency = "1",
        Pcn = pcn, PcnFolded = Pcn.Fold(pcn), PayerControl = null, ReplacesId = null, PartnerId = null, FileSha256 = file, FromSegment = 1, ToSegment = 2, InterchangeControl = "1", GroupControl = "1", StControl = "0001",
        Charge = new(10000), At = tx.Now,
    };

    private static string Text(int number, List<string> pcns)
    {
        var segments = new List<string>
        {
            "ST*835*0001", $"BPR*I*{60 * pcns.Count}*C*ACH*CCP*01*071000013*DA*123456*1512345678**01*071000288*DA*98765*20260310", $"TRN*1*T{number:00000}*1512345678", "DTM*405*20260310",
            "N1*PR*North Plan", "N3*PO Box 1", "N4*Chicago*IL*60601", "REF*2U*NORTH", "PER*BL*Desk*TE*8005550100", "N1*PE*Lakeside Acupuncture*XX*1234567893", "LX*1",
        };
        foreach (var (pcn, i) in pcns.Select((p, i) => (p, i)))
            segments.AddRange([$"CLP*{pcn}*1*100*60*20*12*N{number}X{i}*11*1", "NM1*QC*1*Stone*Anna****MI*M1", "SVC*HC:97810*100*60**1", "DTM*472*20260203", "CAS*CO*45*20", "CAS*PR*2*20", $"REF*6R*{pcn}1"]);
        var text = new StringBuilder("ISA*00*          *00*          *ZZ*NORTH          *ZZ*CLINIC         *260310*1200*^*00501*").Append(number.ToString("000000000", CultureInfo.InvariantCulture)).Append("*0*P*:~\n")
            .Append(CultureInfo.InvariantCulture, $"GS*HP*NORTH*CLINIC*20260310*1200*{number}*X*005010X221A1~\n");
        foreach (var segment in segments) text.Append(segment).Append("~\n");
        return text.Append(CultureInfo.InvariantCulture, $"SE*{segments.Count + 1}*0001~\nGE*1*{number}~\nIEA*1*{number:000000000}~\n").ToString();
    }
}
