using System.Text;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>
/// A house with two payers, one patient with both coverages, and as many visits of one claim each as a test asks for, sent to the first payer. Charges stand in the book.
/// </summary>
internal sealed class Ward(House house)
{
    private long _serial;
    private string? _file;

    public House House => house;
    public Id<Payer> Blue { get; private set; }
    public Id<Payer> Green { get; private set; }
    public Id<GuarantorAccount> Account { get; private set; }
    public Id<Patient> Patient { get; private set; }
    /// <summary>Whose book it is: the house's practice, or the sibling of it.</summary>
    public Id<Practice> Practice { get; private set; } = house.Practice;
    private Id<Provider> _provider = house.Provider;
    private Id<Coverage> _first;

    public static async Task<Ward> Open(string kind, bool secondary = false)
    {
        var ward = new Ward(await House.Open(kind));
        await ward.House.Do(tx => ward.Register(tx, secondary));
        return ward;
    }

    /// <summary>The same, with the account named as that of the patient's guarantor, whose money at the desk is kept.</summary>
    public static async Task<Ward> OpenWithGuarantor(string kind)
    {
        var ward = await Open(kind);
        await ward.House.Do(tx => Task.FromResult(tx.Add(new GuarantorOfPatient
        {
            Practice = ward.House.Practice, Id = tx.NextId<GuarantorOfPatient>(), AccountId = ward.Account, PatientId = ward.Patient, From = new DateOnly(2020, 1, 1),
        }).Id.Value));
        return ward;
    }

    /// <summary>A second practice of the same organization, with a patient of its own who has the same first payer. Its checks are paid to <see cref="SiblingNpi"/>.</summary>
    public async Task<Ward> Sibling()
    {
        var sibling = new Ward(house) { _serial = 5_000, Blue = Blue, Green = Green };
        await house.Do(async tx =>
        {
            (sibling.Practice, sibling._provider) = await House.AddPractice(tx, "north", "North Clinic", SiblingNpi);
            sibling.Admit(tx, "Iver", "Ida", secondary: true);
        });
        return sibling;
    }

    public const string SiblingNpi = "1588004048";

    /// <summary>A claim with the charges given ("97810 100.00"), sent as primary; returns its patient control number.</summary>
    public Task<string> Claim(params string[] charges) => house.Do(tx => Sent(tx, charges));

    public async Task<List<string>> Claims(int count, params string[] charges)
    {
        var pcns = new List<string>();
        foreach (var part in Enumerable.Range(0, count).Chunk(100))
            pcns.AddRange(await house.Do(async tx =>
            {
                var mine = new List<string>();
                foreach (var _ in part) mine.Add(await Sent(tx, charges));
                return mine;
            }));
        return pcns;
    }

    public async Task<RemitLine> Post(string text, string name = "remit.835")
    {
        var lines = await RemitPosting.PostFile(house.Work, house.Scope, name, Encoding.Latin1.GetBytes(text));
        return Assert.Single(lines);
    }

    /// <summary>"account party amount" for every balance, debit positive; parties as "blue", "green", "guarantor".</summary>
    public Task<List<string>> Book() => house.Read(async tx =>
    {
        var rows = await tx.Session.Query("select account, party_kind, party_id, sum(amount_cents) from journal_line where org = @p0 and practice = @p1 group by account, party_kind, party_id",
            r => (Account: (Account)r.GetInt16(0), Kind: (PartyKind)r.GetInt16(1), Party: r.GetInt64(2), Cents: Convert.ToInt64(r.GetValue(3))), house.Org.Value, Practice.Value);
        Assert.Equal(0, rows.Sum(r => r.Cents));
        return rows.Where(r => r.Cents != 0).Select(r => $"{Chart.Key(r.Account)}{Name(r.Kind, r.Party)} {new Money(r.Cents)}").Order(StringComparer.Ordinal).ToList();
    });

    /// <summary>Every open item that is not zero, with its age: what unposting and reposting must give back exactly.</summary>
    public Task<List<string>> Items() => house.Read(async tx =>
    {
        var now = await tx.Db.Set<OpenItemNow>().AsNoTracking().Where(i => i.Practice == Practice && i.Amount != Money.Zero).ToListAsync();
        var about = await tx.Db.Set<OpenItem>().AsNoTracking().ToDictionaryAsync(i => i.Id, i => i.About);
        return now.Select(i => $"{Chart.Key(i.Account)} {i.PartyKind} {i.PartyId} {about[i.ItemId]} {i.AgeFrom:yyyy-MM-dd} {i.Amount}").Order(StringComparer.Ordinal).ToList();
    });

    /// <summary>How many files came; the one in which the claims went is not counted.</summary>
    public Task<int> FilesThatCame() => house.Read(tx => tx.Db.Set<StoredFile>().CountAsync(f => f.Direction == FileDirection.In));

    public Task<int> Count<T>() where T : class => house.Read(tx => tx.Db.Set<T>().CountAsync());

    private string Name(PartyKind kind, long id) => kind switch
    {
        PartyKind.Payer => id == Blue.Value ? " blue" : id == Green.Value ? " green" : " other",
        PartyKind.Guarantor => " guarantor",
        PartyKind.UnknownPayer => " unknown",
        _ => "",
    };

    private Task Register(Tx tx, bool secondary)
    {
        Id<Payer> Payer(string key, string payerId) => tx.Add(new Payer
        {
            Id = tx.NextId<Payer>(), Key = key, Name = $"{key} health", Kind = PayerKind.Commercial, PayerId = payerId, ClaimFiling = "CI", FilingDays = 180, AcceptsReplacement = true,
        }).Id;
        (Blue, Green) = (Payer("blue", "77001"), Payer("green", "77002"));
        Admit(tx, "Reyes", "Lucia", secondary);
        return Task.CompletedTask;
    }

    private void Admit(Tx tx, string last, string first, bool secondary)
    {
        var address = new Address("1 Elm St", null, "Evanston", "IL", "60201");
        Patient = tx.Add(new Patient
        {
            Practice = Practice, Id = tx.NextId<Patient>(), Key = "pat", LastName = last, FirstName = first, MiddleName = null, NameKey = Billing.Parties.Patient.FoldName(last, first),
            BirthDate = new DateOnly(2016, 5, 20), Sex = "F", Address = address, Phone = null, Email = null, Language = null, ReasonForVisit = null, Version = 1,
        }).Id;
        Account = tx.Add(new GuarantorAccount
        {
            Practice = Practice, Id = tx.NextId<GuarantorAccount>(), Key = "gua", Kind = GuarantorKind.Parent, LastName = last, FirstName = "Marisol", OrganizationName = null,
            Address = address, From = new DateOnly(2020, 1, 1), Version = 1,
        }).Id;
        Coverage Cover(Id<Payer> payer, int rank) => tx.Add(new Coverage
        {
            Practice = Practice, Id = tx.NextId<Coverage>(), Key = $"cov{rank}", PatientId = Patient, PayerId = payer, Plan = null, MemberId = $"M{rank}", GroupNumber = null, Rank = rank,
            Relation = Relation.Child, SubscriberLastName = last, SubscriberFirstName = "Marisol", SubscriberBirthDate = new DateOnly(1986, 3, 14), SubscriberSex = "F",
            SubscriberAddress = address, From = new DateOnly(2020, 1, 1), To = null, Version = 1,
        });
        _first = Cover(Blue, 1).Id;
        if (secondary) Cover(Green, 2);
    }

    private async Task<string> Sent(Tx tx, string[] charges)
    {
        var n = ++_serial;
        var practice = Practice;
        var visit = tx.Add(new Encounter
        {
            Practice = practice, Id = tx.NextId<Encounter>(), Key = $"v{n}", PatientId = Patient, ProviderId = _provider, AccountId = Account, CaseId = null, Place = "11",
            Date = new DateOnly(2026, 2, 3), Diagnoses = "M5450", ContactMinutes = 30, Sets = null, Note = null, Version = 1,
        });
        var claim = tx.Add(new Claim { Practice = practice, Id = tx.NextId<Claim>(), EncounterId = visit.Id, PatientId = Patient, AccountId = Account, Version = 1 });
        var version = tx.Add(new ClaimVersion { Practice = practice, Id = tx.NextId<ClaimVersion>(), ClaimId = claim.Id, Version = 1, BuiltAt = tx.Now, Snapshot = "{}" });
        var entries = new List<JournalEntry>();
        foreach (var (text, line) in charges.Select((c, i) => (c.Split(' '), i + 1)))
        {
            var charge = tx.Add(new Charge
            {
                Practice = practice, Id = tx.NextId<Charge>(), EncounterId = visit.Id, Line = line, Code = text[0], Modifiers = "", Units = 1, Amount = Money.TryParse(text[1])!.Value,
                Expected = null, Pointers = "1", Minutes = null, VoidsChargeId = null,
            });
            tx.Add(new ClaimLine { Practice = practice, Id = tx.NextId<ClaimLine>(), ClaimVersionId = version.Id, N = line, ChargeId = charge.Id, Amount = charge.Amount });
            entries.Add(ProjectCharge.Entry(new ChargeFact(charge.Id.Value, charge.Id.Value, practice.Value, visit.Id.Value, _provider.Value, visit.Date, charge.Code, charge.Amount, Party.Payer(Blue.Value)))!);
        }
        var pcn = Pcn.Of(n);
        _file ??= (await FileStore.Put(tx, "sent.837", "ISA*00*~"u8.ToArray(), FileDirection.Out)).Sha256;
        ClaimEvents.Add(tx, claim, null, ClaimEventKind.Built, visit.Date, "Built.");
        var sent = tx.Add(new Submission
        {
            Practice = practice, Id = tx.NextId<Submission>(), ClaimId = claim.Id, ClaimVersionId = version.Id, CoverageId = _first, PayerId = Blue, Level = PayerLevel.P, Frequency = "1", Pcn = pcn,
            PcnFolded = Pcn.Fold(pcn), PayerControl = null, ReplacesId = null, PartnerId = null, FileSha256 = _file, FromSegment = 1, ToSegment = 2, InterchangeControl = "1", GroupControl = "1",
            StControl = "1", Charge = charges.Select(c => Money.TryParse(c.Split(' ')[1])!.Value).Sum(), At = tx.Now,
        });
        ClaimEvents.Add(tx, claim, sent.Id, ClaimEventKind.Sent, visit.Date, "Sent.");
        await Journal.Record(tx, practice, visit.Date, entries);
        return pcn;
    }
}

/// <summary>A well-formed 835 around the claims that a test is about.</summary>
internal static class Edi
{
    public static string Remit(string trace, string amount, IEnumerable<string> claims, string plb = "", string payer = "77001", string npi = "1234567893", string method = "ACH", string control = "000000001", string date = "20260310")
    {
        var body = new StringBuilder($"ST*835*0001~BPR*I*{amount}*C*{method}************{date}~TRN*1*{trace}*1840770011~DTM*405*{date}~N1*PR*SOME PAYER~N3*1 A ST~N4*DENVER*CO*80202~REF*2U*{payer}~PER*BL*HELP*TE*8005550101~")
            .Append($"N1*PE*LAKESIDE ACUPUNCTURE*XX*{npi}~LX*1~");
        foreach (var claim in claims) body.Append(claim.Replace("\n", "", StringComparison.Ordinal));
        body.Append(plb);
        var segments = body.ToString().Count(c => c == '~') + 1;
        return $"ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260310*1200*^*00501*{control}*0*P*:~GS*HP*PAYER*CLINIC*20260310*1200*1*X*005010X221A1~"
            + body + $"SE*{segments}*0001~GE*1*1~IEA*1*{control}~";
    }

    /// <summary>One claim with one line: charge 100, paid, and CAS segments as given ("CO*45*20").</summary>
    public static string Claim(string pcn, string paid, params string[] cas) => Claim(pcn, "1", "100", paid, "97810", cas);

    public static string Claim(string pcn, string status, string charge, string paid, string code, params string[] cas) => Claim("REYES*LUCIA", pcn, status, charge, paid, code, cas);

    /// <summary>As above for another patient: "IVER*IDA".</summary>
    public static string Claim(string patient, string pcn, string status, string charge, string paid, string code, string[] cas) =>
        $"CLP*{pcn}*{status}*{charge}*{paid}**12*ICN{pcn}~NM1*QC*1*{patient}****MI*M1~SVC*HC:{code}*{charge}*{paid}**1~DTM*472*20260203~{string.Concat(cas.Select(c => $"CAS*{c}~"))}REF*6R*{pcn}1~";
}
