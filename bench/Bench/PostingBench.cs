using System.Diagnostics;
using System.Globalization;
using System.Text;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Bench;

/// <summary>
/// Takes an 835 of N claims from bytes to posted on the embedded database, and inserts the same rows raw (primary keys only, one transaction, prepared
/// statements) in the same run: what everything beyond writing costs, as a ratio.
/// </summary>
internal static class PostingBench
{
    private static readonly string[] Written =
    [
        "adjudication", "adjudication_line", "adjustment", "remark", "posting_decision", "journal_entry", "journal_line", "open_item", "open_item_now", "claim_event", "touched",
    ];

    public static async Task Run(TextWriter output, int claims)
    {
        var folder = Directory.CreateTempSubdirectory("cleanclaim-bench-").FullName;
        try
        {
            await using var database = new SqliteDatabase(Path.Combine(folder, "bench.db"));
            await Migrator.Up(database, Migrations.Sqlite.Steps.All, new Instant(0));
            using var vault = Vault.Open(Path.Combine(folder, "master.key"));
            var work = new Work(database, vault, TimeProvider.System);
            var org = await CreateOrganization.Run(work, new("bench", "Bench", PracticeData: true, "bench@clinic.example", PasswordHash: null));
            var scope = new Scope(org, null, "bench@clinic.example", Role.Owner);
            var pcns = await Seed(work, scope, claims);
            var before = await Counts(work, scope);
            var bytes = Encoding.Latin1.GetBytes(Remit(pcns));

            var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            var line = (await RemitPosting.PostFile(work, scope, "bench.835", bytes)).Single();
            var (posting, postingCpu) = (clock.Elapsed, Environment.CpuUsage.TotalTime - cpu);
            var rows = (await Counts(work, scope)).Select(c => c.Value - before[c.Key]).Sum();
            var (raw, rawCpu) = Raw(database.Path, Path.Combine(folder, "raw.db"), before);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{line.Outcome}: {line.Posted:N0} claims, {rows:N0} rows; bytes to posted {posting.TotalSeconds:F2} s ({claims / posting.TotalSeconds:N0} claims/s); raw inserts {raw.TotalSeconds:F2} s; ratio {raw / posting:F2}, in processor time {rawCpu / postingCpu:F2}"));
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<Dictionary<string, long>> Counts(Work work, Scope scope) => work.Read(scope, async tx =>
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in Written) counts[table] = await tx.Session.Number($"select count(*) from {table}");
        return counts;
    });

    /// <summary>The rows that the posting wrote, inserted into tables without a secondary index.</summary>
    private static (TimeSpan Wall, TimeSpan Cpu) Raw(string from, string to, Dictionary<string, long> before)
    {
        using var source = new SqliteConnection($"Data Source={from};Mode=ReadOnly");
        source.Open();
        using var target = new SqliteConnection($"Data Source={to}");
        target.Open();
        Execute(target, "pragma journal_mode=wal; pragma synchronous=full; pragma foreign_keys=off; pragma cache_size=-65536;");
        var rows = Written.ToDictionary(t => t, t => Rows(source, t, before[t]), StringComparer.Ordinal);
        foreach (var table in Written) Execute(target, Text(source, $"select sql from sqlite_master where name = '{table}'"));
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        using var transaction = target.BeginTransaction();
        foreach (var (table, content) in rows) Insert(target, transaction, table, content);
        transaction.Commit();
        return (clock.Elapsed, Environment.CpuUsage.TotalTime - cpu);
    }

    private static void Insert(SqliteConnection target, SqliteTransaction transaction, string table, List<object[]> rows)
    {
        if (rows.Count == 0) return;
        using var command = target.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"insert into {table} values ({string.Join(", ", rows[0].Select((_, i) => $"@p{i}"))})";
        for (var i = 0; i < rows[0].Length; i++) command.Parameters.Add(new SqliteParameter($"@p{i}", null));
        command.Prepare();
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++) command.Parameters[i].Value = row[i];
            command.ExecuteNonQuery();
        }
    }

    private static List<object[]> Rows(SqliteConnection source, string table, long skip)
    {
        using var command = source.CreateCommand();
        command.CommandText = $"select * from {table} limit -1 offset {skip.ToString(CultureInfo.InvariantCulture)}";
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Text(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (string)command.ExecuteScalar()!;
    }

    private static string Remit(IReadOnlyList<string> pcns)
    {
        var body = new StringBuilder($"ST*835*0001~BPR*I*{pcns.Count * 60}*C*ACH************20260310~TRN*1*BENCH*1840770011~N1*PR*BENCH PAYER~REF*2U*77001~N1*PE*BENCH*XX*1234567893~LX*1~");
        foreach (var pcn in pcns)
            body.Append(CultureInfo.InvariantCulture, $"CLP*{pcn}*1*100*60*20*12*I{pcn}~NM1*QC*1*REYES*LUCIA****MI*M1~SVC*HC:97810*100*60**1~DTM*472*20260203~CAS*CO*45*20~CAS*PR*3*20~REF*6R*{pcn}1~AMT*B6*80~");
        return "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260310*1200*^*00501*000000001*0*P*:~GS*HP*PAYER*CLINIC*20260310*1200*1*X*005010X221A1~"
            + body + "SE*9*0001~GE*1*1~IEA*1*000000001~";
    }

    private static async Task<List<string>> Seed(Work work, Scope scope, int claims)
    {
        var clinic = await work.Do(Right.Administer, scope, Request.Once("bench"), Clinic.Add);
        var pcns = new List<string>();
        foreach (var part in Enumerable.Range(1, claims).Chunk(500))
            pcns.AddRange(await work.Do(Right.Administer, scope, Request.Once("bench"), tx => clinic.Sent(tx, part)));
        return pcns;
    }

    /// <summary>One patient with many claims of one line, sent to one payer.</summary>
    private sealed record Clinic(long Practice, long Provider, long Payer, long Patient, long Account, long Coverage)
    {
        public static async Task<Clinic> Add(Tx tx)
        {
            var address = new Address("1 Elm St", null, "Evanston", "IL", "60201");
            var practice = tx.Add(new Practice
            {
                Id = tx.NextId<Practice>(), Key = "bench", Name = "Bench", Npi = "1234567893", TaxId = "123456789", Taxonomy = "171100000X", Zone = "America/Chicago", Address = address, Phone = "8475550100",
            }).Id;
            var payer = tx.Add(new Payer { Id = tx.NextId<Payer>(), Key = "p", Name = "Bench Payer", Kind = PayerKind.Commercial, PayerId = "77001", ClaimFiling = "CI", FilingDays = null, AcceptsReplacement = true }).Id;
            await tx.Db.SaveChangesAsync();
            var provider = tx.Add(new Provider { Practice = practice, Id = tx.NextId<Provider>(), Key = "d", Npi = "1245319599", LastName = "Stone", FirstName = "Mara", Taxonomy = "171100000X", License = null }).Id;
            var patient = tx.Add(new Patient
            {
                Practice = practice, Id = tx.NextId<Patient>(), Key = "p", LastName = "Reyes", FirstName = "Lucia", MiddleName = null, NameKey = "REYES LUCIA", BirthDate = new DateOnly(2016, 5, 20), Sex = "F",
                Address = address, Phone = null, Email = null, Language = null, ReasonForVisit = null, Version = 1,
            }).Id;
            var account = tx.Add(new GuarantorAccount
            {
                Practice = practice, Id = tx.NextId<GuarantorAccount>(), Key = "g", Kind = GuarantorKind.Parent, LastName = "Reyes", FirstName = "Marisol", OrganizationName = null, Address = address,
                From = new DateOnly(2020, 1, 1), Version = 1,
            }).Id;
            var coverage = tx.Add(new Coverage
            {
                Practice = practice, Id = tx.NextId<Coverage>(), Key = "c", PatientId = patient, PayerId = payer, Plan = null, MemberId = "M1", GroupNumber = null, Rank = 1, Relation = Relation.Child,
                SubscriberLastName = "Reyes", SubscriberFirstName = "Marisol", SubscriberBirthDate = new DateOnly(1986, 3, 14), SubscriberSex = "F", SubscriberAddress = address, From = new DateOnly(2020, 1, 1),
                To = null, Version = 1,
            }).Id;
            return new Clinic(practice.Value, provider.Value, payer.Value, patient.Value, account.Value, coverage.Value);
        }

        public async Task<List<string>> Sent(Tx tx, int[] numbers)
        {
            var practice = new Id<Practice>(Practice);
            var (visits, charges, claims, versions, lines, sent, entries) = (new List<Encounter>(), new List<Charge>(), new List<Claim>(), new List<ClaimVersion>(), new List<ClaimLine>(), new List<Submission>(), new List<JournalEntry>());
            foreach (var n in numbers)
            {
                var visit = new Encounter
                {
                    Practice = practice, Id = tx.NextId<Encounter>(), Key = $"v{n}", PatientId = new(Patient), ProviderId = new(Provider), AccountId = new(Account), CaseId = null, Place = "11",
                    Date = new DateOnly(2026, 2, 3), Diagnoses = "M5450", ContactMinutes = null, Sets = null, Note = null, Version = 1,
                };
                var charge = new Charge
                {
                    Practice = practice, Id = tx.NextId<Charge>(), EncounterId = visit.Id, Line = 1, Code = "97810", Modifiers = "", Units = 1, Amount = new Money(10000), Expected = null, Pointers = "1",
                    Minutes = null, VoidsChargeId = null,
                };
                var claim = new Claim { Practice = practice, Id = tx.NextId<Claim>(), EncounterId = visit.Id, PatientId = new(Patient), AccountId = new(Account), Version = 1 };
                var version = new ClaimVersion { Practice = practice, Id = tx.NextId<ClaimVersion>(), ClaimId = claim.Id, Version = 1, BuiltAt = tx.Now, Snapshot = "{}" };
                visits.Add(visit);
                charges.Add(charge);
                claims.Add(claim);
                versions.Add(version);
                lines.Add(new ClaimLine { Practice = practice, Id = tx.NextId<ClaimLine>(), ClaimVersionId = version.Id, N = 1, ChargeId = charge.Id, Amount = charge.Amount });
                sent.Add(Submitted(tx, practice, claim, version, Pcn.Of(n)));
                entries.Add(ProjectCharge.Entry(new ChargeFact(charge.Id.Value, charge.Id.Value, Practice, visit.Id.Value, Provider, visit.Date, charge.Code, charge.Amount, Party.Payer(Payer)))!);
            }
            await tx.AddMany(visits);
            await tx.AddMany(charges);
            await tx.AddMany(claims);
            await tx.AddMany(versions);
            await tx.AddMany(lines);
            await tx.AddMany(sent);
            await Journal.Record(tx, practice, new DateOnly(2026, 2, 3), entries);
            return sent.ConvertAll(s => s.Pcn);
        }

        private Submission Submitted(Tx tx, Id<Practice> practice, Claim claim, ClaimVersion version, string pcn) => new()
        {
            Practice = practice, Id = tx.NextId<Submission>(), ClaimId = claim.Id, ClaimVersionId = version.Id, CoverageId = new(Coverage), PayerId = new(Payer), Level = PayerLevel.P, Frequency = "1",
            Pcn = pcn, PcnFolded = Pcn.Fold(pcn), PayerControl = null, ReplacesId = null, PartnerId = null, FileSha256 = "none", FromSegment = 1, ToSegment = 2, InterchangeControl = "1",
            GroupControl = "1", StControl = "1", Charge = new Money(10000), At = tx.Now,
        };

    }
}
