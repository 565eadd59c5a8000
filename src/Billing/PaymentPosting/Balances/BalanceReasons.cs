using CleanClaim.Billing.Ledger;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>Why a balance is written off or moved: the code that scripts use, the words of the page, and which party's balance it is about.</summary>
/// <param name="Statement">Why the guarantor owes it, in the words of a statement; null where no guarantor is asked.</param>
public sealed record BalanceReason(string Code, string Words, bool OfPlan, bool OfGuarantor, string? Statement = null);

/// <summary>The reasons that are taken. A write-off's reason is its account, so that no two of them hide each other (MONEY 2).</summary>
public static class BalanceReasons
{
    public static readonly IReadOnlyList<BalanceReason> WriteOffs =
    [
        new("timelyFiling", "Filed too late", OfPlan: true, OfGuarantor: false),
        new("noAuthorization", "No authorization", OfPlan: true, OfGuarantor: false),
        new("notCredentialed", "The provider was not enrolled with the plan", OfPlan: true, OfGuarantor: false),
        new("bundled", "Part of another service", OfPlan: true, OfGuarantor: false),
        new("noMedicalNecessity", "No medical need, as the plan sees it", OfPlan: true, OfGuarantor: false),
        new(SmallBalance, "Too small to ask for", OfPlan: true, OfGuarantor: true),
        new("hardship", "Hardship, documented", OfPlan: false, OfGuarantor: true),
        new("courtesy", "Courtesy", OfPlan: false, OfGuarantor: true),
        new("selfPay", "Self-pay discount", OfPlan: false, OfGuarantor: true),
        new("promptPay", "Discount for paying at once", OfPlan: false, OfGuarantor: true),
        new("badDebt", "Bad debt: it will not be paid", OfPlan: false, OfGuarantor: true),
    ];

    /// <summary>To the guarantor only by a stated test (MONEY 1.5); to a plan when it is its turn, or turns out to be.</summary>
    public static readonly IReadOnlyList<BalanceReason> Transfers =
    [
        new("waiver", "Waiver or ABN signed before the service", OfPlan: false, OfGuarantor: true, "you agreed before the visit to pay for this"),
        new("notCovered", "The plan does not cover the service", OfPlan: false, OfGuarantor: true, "your plan does not cover this"),
        new("noCoverage", "The plan was not in force that day", OfPlan: false, OfGuarantor: true, "your plan was not in force on the day of the visit"),
        new("paidToPatient", "The plan paid the patient", OfPlan: false, OfGuarantor: true, "your plan paid this to you"),
        new("nextPlan", "The plan before it has answered", OfPlan: true, OfGuarantor: false),
        new("coverageFound", "The coverage was found later", OfPlan: true, OfGuarantor: false),
        new("otherPlan", "This plan is the one that answers for it", OfPlan: true, OfGuarantor: false),
    ];

    /// <summary>From one guarantor to the other, by saying who answers for the visit (<see cref="ChangeGuarantor"/>); nobody chooses it for a balance.</summary>
    public static readonly BalanceReason AnotherGuarantor = new("anotherGuarantor", "Another guarantor answers for the visit", OfPlan: false, OfGuarantor: false, "you answer for the bill of this visit");

    /// <summary>The one reason that needs no note: it is the practice's written policy, the same for everybody.</summary>
    public const string SmallBalance = "smallBalance";

    public static BalanceReason? WriteOff(string code) => WriteOffs.FirstOrDefault(r => r.Code == code);
    public static BalanceReason? Transfer(string code) => Transfers.FirstOrDefault(r => r.Code == code);

    /// <summary>The reason of a transfer that stands in the book, whoever made it.</summary>
    public static BalanceReason? Said(string code) => code == AnotherGuarantor.Code ? AnotherGuarantor : Transfer(code);

    /// <summary>"who: noAuthorization, two tabs", as an entry keeps it, for people: "who: No authorization, two tabs". Other sources stay as they are.</summary>
    public static string InWords(FactKind fact, string source)
    {
        if (fact is not (FactKind.WriteOff or FactKind.Transfer) || source.IndexOf(": ", StringComparison.Ordinal) is not (>= 0 and var colon)) return source;
        var (who, rest) = (source[..(colon + 2)], source[(colon + 2)..]);
        var end = rest.IndexOf(", ", StringComparison.Ordinal) is >= 0 and var comma ? comma : rest.Length;
        return (WriteOff(rest[..end]) ?? Said(rest[..end])) is { } reason ? who + reason.Words + rest[end..] : source;
    }

    /// <summary>Where a write-off stands in the book: administrative ones each apart, discounts together with their reason, bad debt as an expense.</summary>
    public static (Account Account, string? Detail) AccountOf(string code) => code switch
    {
        "badDebt" => (Account.BadDebt, null),
        "selfPay" or "promptPay" or "hardship" or "courtesy" => (Account.SelfPayDiscount, code),
        _ => (Account.WriteOff, code),
    };
}
