using System.Collections.Frozen;

namespace CleanClaim.Billing.CodeSets;

/// <summary>
/// Our own short words for procedure codes, for bills and screens. Not the AMA's descriptions, which are licensed and not held here;
/// a code without words is shown by its number.
/// </summary>
public static class PlainWords
{
    private static readonly FrozenDictionary<string, string> Codes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["97810"] = "Acupuncture, first 15 minutes",
        ["97811"] = "Acupuncture, 15 more minutes with new needles",
        ["97813"] = "Acupuncture with current, first 15 minutes",
        ["97814"] = "Acupuncture with current, 15 more minutes with new needles",
        ["20560"] = "Needles without injection, 1 or 2 muscles",
        ["20561"] = "Needles without injection, 3 or more muscles",
        ["97140"] = "Manual therapy",
        ["97110"] = "Exercise therapy",
        ["97112"] = "Movement training",
        ["97530"] = "Activity training",
        ["97032"] = "Electrical therapy with the therapist",
        ["97026"] = "Infrared therapy",
        ["98940"] = "Spinal adjustment, 1 or 2 regions",
        ["98941"] = "Spinal adjustment, 3 or 4 regions",
        ["99202"] = "Office visit, new patient", ["99203"] = "Office visit, new patient", ["99204"] = "Office visit, new patient", ["99205"] = "Office visit, new patient",
        ["99211"] = "Office visit", ["99212"] = "Office visit", ["99213"] = "Office visit", ["99214"] = "Office visit", ["99215"] = "Office visit",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Of(string code) => Codes.TryGetValue(code, out var words) ? words : $"Service {code}";
}
