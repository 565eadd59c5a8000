using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Pdf;

namespace CleanClaim.Billing.Statements;

/// <summary>A person's name as a statement can show it: the standard fonts hold the letters of Western Europe.</summary>
public static class PrintedName
{
    /// <summary>The name as written where the fonts have its letters, else spelled in plain ones ("Łukasz" as "Lukasz"); unchanged where neither can be.</summary>
    public static string Of(string name) => CanBeDrawn(name) || X12Spelling.FirstUnsendable(name) is not null ? name : X12Spelling.Of(name);

    /// <summary>Why no letter can go to this person, in words; null when it can. A statement to "???" would reach nobody.</summary>
    public static string? WhyNot(string name) => IsPrintable(name) ? null
        : $"The name {name} cannot be printed on a statement: enter the guarantor's name in Latin letters, as on the card or passport.";

    /// <summary>Whether the fonts have every letter of the name, or of its plain spelling.</summary>
    public static bool IsPrintable(string name) => CanBeDrawn(Of(name));

    private static bool CanBeDrawn(string name)
    {
        var whole = true;
        WinAnsi.Encode(name, _ => whole = false);
        return whole;
    }
}
