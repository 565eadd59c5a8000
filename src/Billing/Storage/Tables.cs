using System.Text;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Acknowledgments;
using CleanClaim.Billing.Audit;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Eligibility;
using CleanClaim.Billing.Jobs;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Scrubbing;
using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanClaim.Billing.Storage;

/// <summary>The list of tables with their class, special keys and the indexes that queries need. The catalogue tests read it.</summary>
public static class Tables
{
    /// <summary>The closed list of global tables (ARCHITECTURE 1): no organization in their key, no personal data but sign-in names.</summary>
    public static readonly Type[] Global = [typeof(Organization), typeof(AppUser), typeof(KeyRingRow), typeof(Job), typeof(SchemaVersion), typeof(CodeRelease), typeof(CodeReleaseChunk)];

    public static readonly Type[] OfOrganization =
    [
        typeof(Practice), typeof(Payer), typeof(TradingPartner), typeof(PartnerPayer), typeof(PostingPolicy), typeof(StoredFile), typeof(FileChunk),
        typeof(FileArrival), typeof(TransactionSet), typeof(Acknowledgment), typeof(Membership), typeof(AuditRow), typeof(AuditSeal), typeof(AuditUnsealed), typeof(Idempotency), typeof(IdBlock),
    ];

    public static readonly Type[] OfPractice =
    [
        typeof(Provider), typeof(Patient), typeof(GuarantorAccount), typeof(GuarantorOfPatient), typeof(Coverage), typeof(Case),
        typeof(Fee), typeof(ContractRate), typeof(Participation), typeof(Authorization),
        typeof(Encounter), typeof(Charge), typeof(Claim), typeof(ClaimVersion), typeof(ClaimLine), typeof(Submission), typeof(ClaimEvent),
        typeof(PayerCheck), typeof(RemittanceRow), typeof(Adjudication), typeof(AdjudicationLine), typeof(Adjustment), typeof(Remark),
        typeof(AdjudicationExtra), typeof(ProviderAdjustment), typeof(Receipt), typeof(Deposit), typeof(DepositItem), typeof(FindingOverride),
        typeof(ReceiptApplication), typeof(ReceiptReturned), typeof(WriteOff), typeof(Transfer),
        typeof(Refund), typeof(RefundPart), typeof(RefundTakenBack), typeof(PersonDecision), typeof(OpeningBalance), typeof(AdjustingEntry), typeof(PracticeSettlement),
        typeof(PostingRun), typeof(PostingChunk), typeof(PostingDecisionRow), typeof(PostingException), typeof(ExceptionSettled),
        typeof(JournalEntryRow), typeof(JournalLineRow), typeof(OpenItem), typeof(OpenItemNow), typeof(AccountMonth), typeof(Period), typeof(Seal),
        typeof(Unsealed), typeof(PeriodEvent),
        typeof(Denial), typeof(DenialClosed), typeof(Statement), typeof(StatementLine), typeof(ClaimNow), typeof(Touched),
    ];

    public static readonly Type[] All = [.. Global, .. OfOrganization, .. OfPractice];

    /// <summary>Tables that take no UPDATE and no DELETE: by grants on PostgreSQL, by triggers on SQLite.</summary>
    public static readonly Type[] AppendOnly =
    [
        typeof(CodeRelease), typeof(CodeReleaseChunk),
        typeof(PostingPolicy), typeof(StoredFile), typeof(FileChunk), typeof(FileArrival), typeof(TransactionSet), typeof(Acknowledgment), typeof(AuditRow), typeof(AuditSeal),
        typeof(Charge), typeof(ClaimVersion), typeof(ClaimLine), typeof(Submission), typeof(ClaimEvent), typeof(PayerCheck), typeof(RemittanceRow),
        typeof(Adjudication), typeof(AdjudicationLine), typeof(Adjustment), typeof(Remark), typeof(AdjudicationExtra), typeof(ProviderAdjustment),
        typeof(Receipt), typeof(Deposit), typeof(DepositItem), typeof(FindingOverride),
        typeof(ReceiptApplication), typeof(ReceiptReturned), typeof(WriteOff), typeof(Transfer),
        typeof(Refund), typeof(RefundPart), typeof(RefundTakenBack), typeof(PersonDecision), typeof(OpeningBalance), typeof(AdjustingEntry), typeof(PracticeSettlement), typeof(PostingRun), typeof(PostingChunk),
        typeof(PostingDecisionRow), typeof(PostingException), typeof(ExceptionSettled), typeof(JournalEntryRow), typeof(JournalLineRow), typeof(OpenItem),
        typeof(Seal), typeof(PeriodEvent), typeof(Denial), typeof(DenialClosed), typeof(Statement), typeof(StatementLine), typeof(GuarantorOfPatient), typeof(Fee),
    ];

    public static readonly Type[] TextEnums = All.SelectMany(t => t.GetProperties()).Select(p => Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType)
        .Where(t => t.IsEnum && Enum.GetUnderlyingType(t) == typeof(int)).Distinct().ToArray();

    /// <summary>JournalEntryRow -> journal_entry; "Row" only keeps the C# name apart from the value type of the same name.</summary>
    public static string NameOf(Type type) => type == typeof(StoredFile) ? "file"
        : Snake(type.Name.EndsWith("Row", StringComparison.Ordinal) ? type.Name[..^3] : type.Name);

    public static string ColumnOf(IReadOnlyProperty property)
    {
        var name = Snake(property.Name);
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return type == typeof(Money) ? name + "_cents" : name;
    }

    internal static void Keys(ModelBuilder model)
    {
        model.Entity<Organization>().HasKey(t => t.Org);
        model.Entity<SchemaVersion>().HasKey(t => t.N);
        model.Entity<CodeRelease>().HasKey(t => new { t.Kind, t.Sha256 });
        model.Entity<CodeReleaseChunk>().HasKey(t => new { t.Kind, t.Sha256, t.N });
        model.Entity<PostingPolicy>().HasKey(t => new { t.Org, t.Version });
        model.Entity<StoredFile>().HasKey(t => new { t.Org, t.Sha256 });
        model.Entity<FileChunk>().HasKey(t => new { t.Org, t.Sha256, t.N });
        model.Entity<Idempotency>().HasKey(t => new { t.Org, t.Key });
        model.Entity<AuditSeal>().HasKey(t => new { t.Org, t.N });
        model.Entity<IdBlock>().HasKey(t => new { t.Org, t.Kind });
        model.Entity<PostingChunk>().HasKey(t => new { t.Org, t.Practice, t.RunId, t.N });
        model.Entity<PostingDecisionRow>().HasKey(t => new { t.Org, t.Practice, t.FactKind, t.FactId, t.Generation });
        model.Entity<ExceptionSettled>().HasKey(t => new { t.Org, t.Practice, t.ExceptionId });
        model.Entity<OpenItemNow>().HasKey(t => new { t.Org, t.Practice, t.ItemId });
        model.Entity<AccountMonth>().HasKey(t => new { t.Org, t.Practice, t.Account, t.Month });
        model.Entity<Period>().HasKey(t => new { t.Org, t.Practice, t.Month });
        model.Entity<Seal>().HasKey(t => new { t.Org, t.Practice, t.N });
        model.Entity<DenialClosed>().HasKey(t => new { t.Org, t.Practice, t.DenialId });
        model.Entity<ClaimNow>().HasKey(t => new { t.Org, t.Practice, t.ClaimId });
    }

    internal static void Indexes(ModelBuilder model)
    {
        IndexesOfOrganization(model);
        IndexesOfRegistrationAndClaims(model);
        IndexesOfMoney(model);
    }

    private static void IndexesOfOrganization(ModelBuilder model)
    {
        model.Entity<Organization>().HasIndex(t => t.Key).IsUnique();
        model.Entity<AppUser>().HasIndex(t => t.Email).IsUnique();
        model.Entity<Job>().HasIndex(t => t.RunAt).HasFilter("done_at is null");
        model.Entity<Practice>().HasIndex(t => new { t.Org, t.Key }).IsUnique();
        model.Entity<Payer>().HasIndex(t => new { t.Org, t.Key }).IsUnique();
        model.Entity<TradingPartner>().HasIndex(t => new { t.Org, t.Key }).IsUnique();
        model.Entity<PartnerPayer>().HasIndex(t => new { t.Org, t.PayerId }).IsUnique();
        model.Entity<Membership>().HasIndex(t => new { t.Org, t.Email }).IsUnique();
        model.Entity<FileArrival>().HasIndex(t => new { t.Org, t.Sha256 });
        model.Entity<TransactionSet>().HasIndex(t => new { t.Org, t.Sha256, t.StOrdinal }).IsUnique();
        model.Entity<TransactionSet>().HasIndex(t => new { t.Org, t.CanonicalHash });
        model.Entity<Acknowledgment>().HasIndex(t => new { t.Org, t.FileSha256, t.StOrdinal }).IsUnique();
    }

    private static void IndexesOfRegistrationAndClaims(ModelBuilder model)
    {
        model.Entity<Provider>().HasIndex(t => new { t.Org, t.Practice, t.Key }).IsUnique();
        model.Entity<Patient>().HasIndex(t => new { t.Org, t.Practice, t.Key }).IsUnique();
        model.Entity<Patient>().HasIndex(t => new { t.Org, t.Practice, t.NameKey });
        model.Entity<Patient>().HasIndex(t => new { t.Org, t.Practice, t.BirthDate });
        model.Entity<GuarantorAccount>().HasIndex(t => new { t.Org, t.Practice, t.Key }).IsUnique();
        model.Entity<GuarantorOfPatient>().HasIndex(t => new { t.Org, t.Practice, t.PatientId, t.From, t.AccountId }).IsUnique();
        model.Entity<GuarantorOfPatient>().HasIndex(t => new { t.Org, t.Practice, t.AccountId });
        model.Entity<Coverage>().HasIndex(t => new { t.Org, t.Practice, t.Key }).IsUnique();
        model.Entity<Coverage>().HasIndex(t => new { t.Org, t.Practice, t.PatientId });
        model.Entity<Case>().HasIndex(t => new { t.Org, t.Practice, t.Key }).IsUnique();
        model.Entity<Authorization>().HasIndex(t => new { t.Org, t.Practice, t.Key }).IsUnique();
        model.Entity<Fee>().HasIndex(t => new { t.Org, t.Practice, t.Code, t.Modifiers, t.From, t.Revision }).IsUnique();
        model.Entity<ContractRate>().HasIndex(t => new { t.Org, t.Practice, t.PayerId, t.Code, t.Modifiers, t.From }).IsUnique();
        model.Entity<Participation>().HasIndex(t => new { t.Org, t.Practice, t.ProviderId, t.PayerId, t.From }).IsUnique();

        model.Entity<Encounter>().HasIndex(t => new { t.Org, t.Practice, t.Key }).IsUnique();
        model.Entity<Encounter>().HasIndex(t => new { t.Org, t.Practice, t.PatientId, t.Date });
        model.Entity<Encounter>().HasIndex(t => new { t.Org, t.Practice, t.AccountId });
        model.Entity<Charge>().HasIndex(t => new { t.Org, t.Practice, t.EncounterId });
        model.Entity<Claim>().HasIndex(t => new { t.Org, t.Practice, t.EncounterId });
        model.Entity<Claim>().HasIndex(t => new { t.Org, t.Practice, t.PatientId });
        model.Entity<ClaimVersion>().HasIndex(t => new { t.Org, t.Practice, t.ClaimId, t.Version }).IsUnique();
        model.Entity<ClaimLine>().HasIndex(t => new { t.Org, t.Practice, t.ClaimVersionId, t.N }).IsUnique();
        model.Entity<ClaimLine>().HasIndex(t => new { t.Org, t.Practice, t.ChargeId });
        model.Entity<Submission>().HasIndex(t => new { t.Org, t.Practice, t.PcnFolded }).IsUnique();
        model.Entity<Submission>().HasIndex(t => new { t.Org, t.Practice, t.ClaimId });
        model.Entity<Submission>().HasIndex(t => new { t.Org, t.Practice, t.FileSha256 });
        model.Entity<ClaimEvent>().HasIndex(t => new { t.Org, t.Practice, t.ClaimId, t.Id });
    }

    private static void IndexesOfMoney(ModelBuilder model)
    {
        model.Entity<PayerCheck>().HasIndex(t => new { t.Org, t.Practice, t.Trn03, t.Trn02, t.PayeeNpi, t.Date, t.Amount, t.DupSalt }).IsUnique();
        model.Entity<RemittanceRow>().HasIndex(t => new { t.Org, t.Practice, t.CheckId });
        model.Entity<Adjudication>().HasIndex(t => new { t.Org, t.Practice, t.RemittanceId, t.Ordinal }).IsUnique();
        model.Entity<Adjudication>().HasIndex(t => new { t.Org, t.Practice, t.PcnFolded });
        model.Entity<Adjudication>().HasIndex(t => new { t.Org, t.Practice, t.PayerControl });
        model.Entity<AdjudicationLine>().HasIndex(t => new { t.Org, t.Practice, t.AdjudicationId, t.N }).IsUnique();
        model.Entity<Adjustment>().HasIndex(t => new { t.Org, t.Practice, t.AdjudicationId });
        model.Entity<Remark>().HasIndex(t => new { t.Org, t.Practice, t.AdjudicationId });
        model.Entity<AdjudicationExtra>().HasIndex(t => new { t.Org, t.Practice, t.AdjudicationId });
        model.Entity<ProviderAdjustment>().HasIndex(t => new { t.Org, t.Practice, t.RemittanceId });
        model.Entity<Receipt>().HasIndex(t => new { t.Org, t.Practice, t.AccountId });
        model.Entity<ReceiptApplication>().HasIndex(t => new { t.Org, t.Practice, t.ReceiptId });
        model.Entity<ReceiptApplication>().HasIndex(t => new { t.Org, t.Practice, t.ChargeId });
        model.Entity<ReceiptReturned>().HasIndex(t => new { t.Org, t.Practice, t.ReceiptId }).IsUnique();
        model.Entity<Refund>().HasIndex(t => new { t.Org, t.Practice, t.PartyKind, t.PartyId });
        model.Entity<RefundPart>().HasIndex(t => new { t.Org, t.Practice, t.ReceiptId });
        model.Entity<RefundPart>().HasIndex(t => new { t.Org, t.Practice, t.RefundId });
        model.Entity<RefundTakenBack>().HasIndex(t => new { t.Org, t.Practice, t.RefundId }).IsUnique();
        model.Entity<WriteOff>().HasIndex(t => new { t.Org, t.Practice, t.ChargeId });
        model.Entity<Transfer>().HasIndex(t => new { t.Org, t.Practice, t.ChargeId });
        model.Entity<PersonDecision>().HasIndex(t => new { t.Org, t.Practice, t.AdjudicationId });
        model.Entity<PersonDecision>().HasIndex(t => new { t.Org, t.Practice, t.ClaimId });
        model.Entity<Deposit>().HasIndex(t => new { t.Org, t.Practice, t.SourceSha256, t.SourceLine }).IsUnique();
        model.Entity<DepositItem>().HasIndex(t => new { t.Org, t.Practice, t.DepositId });
        model.Entity<DepositItem>().HasIndex(t => new { t.Org, t.Practice, t.CheckId });
        model.Entity<PracticeSettlement>().HasIndex(t => new { t.Org, t.Practice, t.Number }).IsUnique();
        model.Entity<PracticeSettlement>().HasIndex(t => new { t.Org, t.Practice, t.Undoes }).IsUnique();

        model.Entity<PostingRun>().HasIndex(t => new { t.Org, t.Practice, t.CheckId, t.N }).IsUnique();
        model.Entity<PostingDecisionRow>().HasIndex(t => new { t.Org, t.Practice, t.MatchedClaimId });
        model.Entity<PostingException>().HasIndex(t => new { t.Org, t.Practice, t.AdjudicationId });
        model.Entity<JournalEntryRow>().HasIndex(t => new { t.Org, t.Practice, t.FactKind, t.FactId, t.Generation }).IsUnique();
        model.Entity<JournalLineRow>().HasIndex(t => new { t.Org, t.Practice, t.EntryId });
        model.Entity<JournalLineRow>().HasIndex(t => new { t.Org, t.Practice, t.OpenItemId, t.BookedOn, t.Amount }).HasFilter("open_item_id is not null");
        model.Entity<JournalLineRow>().HasIndex(t => new { t.Org, t.Practice, t.BookedOn });
        model.Entity<JournalLineRow>().HasIndex(t => new { t.Org, t.Practice, t.EncounterId }).HasFilter("encounter_id is not null");
        model.Entity<OpenItem>().HasIndex(t => new { t.Org, t.Practice, t.About, t.Account, t.PartyKind, t.PartyId }).IsUnique();
        model.Entity<OpenItemNow>().HasIndex(t => new { t.Org, t.Practice, t.Account, t.PartyKind, t.PartyId, t.AgeFrom, t.Amount }).HasFilter("amount_cents <> 0");

        model.Entity<PeriodEvent>().HasIndex(t => new { t.Org, t.Practice, t.Month });
        model.Entity<Denial>().HasIndex(t => new { t.Org, t.Practice, t.ClaimId });
        model.Entity<Denial>().HasIndex(t => new { t.Org, t.Codes }).HasFilter("codes = '22'");
        model.Entity<Statement>().HasIndex(t => new { t.Org, t.Practice, t.Number }).IsUnique();
        model.Entity<Statement>().HasIndex(t => new { t.Org, t.Practice, t.AccountId });
        model.Entity<StatementLine>().HasIndex(t => new { t.Org, t.Practice, t.StatementId });
        model.Entity<ClaimNow>().HasIndex(t => new { t.Org, t.Practice, t.Turn, t.DueOn }).HasFilter("next_action <> ''");
        model.Entity<ClaimNow>().HasIndex(t => new { t.Org, t.Practice, t.WakeOn }).HasFilter("wake_on is not null");
    }

    private static string Snake(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i])) text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
