using System.Collections.Frozen;

namespace CleanClaim.Billing.Ledger;

/// <summary>The chart of accounts (MONEY 2). The number is stored and never reused; hundreds: 1 asset, 2 liability, 3 income, 4 contra income, 5 expense.</summary>
public enum Account : short
{
    Cash = 100, UndepositedReceipts = 101, PaymentsInTransit = 102, RemittanceClearing = 103, PayerReceivable = 110, GuarantorReceivable = 111,
    LienReceivable = 112, AgencyReceivable = 113, WithholdReceivable = 114, BackupWithholding = 115, DueFrom = 120,

    PatientPrepayments = 200, UnidentifiedReceipts = 201, UnappliedPayerCash = 202, RefundsPayablePayer = 203, RefundsPayablePatient = 204,
    ForwardBalance = 205, RecoupmentClearing = 206, DeferredPackages = 207, SalesTax = 208, UnclaimedProperty = 209, ClientFunds = 210, DueTo = 220,

    GrossCharges = 300, Capitation = 301, InterestIncome = 302, Recoveries = 303,

    Contractual = 400, Sequestration = 401, PaymentReduction = 402, Incentive = 403, SelfPayDiscount = 404, WriteOff = 405, EstimateAdjustment = 406,

    BadDebt = 500, MerchantFee = 501, AgencyFee = 502, PaymentFee = 503, ReturnedCheckFee = 504, PayerPenalty = 505,
}

/// <summary>How an account behaves: whether its balance is kept item by item and must find zero.</summary>
public static class Chart
{
    private static readonly FrozenSet<Account> ItemAccounts = new[]
    {
        Account.PaymentsInTransit, Account.RemittanceClearing, Account.PayerReceivable, Account.GuarantorReceivable, Account.LienReceivable,
        Account.AgencyReceivable, Account.WithholdReceivable, Account.BackupWithholding, Account.UndepositedReceipts, Account.PatientPrepayments,
        Account.UnidentifiedReceipts, Account.UnappliedPayerCash, Account.RefundsPayablePayer, Account.RefundsPayablePatient,
        Account.ForwardBalance, Account.RecoupmentClearing,
    }.ToFrozenSet();

    public static bool HasItems(Account account) => ItemAccounts.Contains(account);

    /// <summary>The key scripts use (CLI.md): the name in camel case, for write-offs with the reason: "writeOff.timelyFiling".</summary>
    public static string Key(Account account, string? detail = null)
    {
        var name = account.ToString();
        var key = char.ToLowerInvariant(name[0]) + name[1..];
        return account == Account.WriteOff && detail is not null ? $"{key}.{detail}" : key;
    }
}
