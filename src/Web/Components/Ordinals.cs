namespace CleanClaim.Web.Components;

/// <summary>A place in an order as a word: First, Second.</summary>
internal static class Ordinals
{
    public static string Of(int place) => place switch { 1 => "First", 2 => "Second", 3 => "Third", _ => $"{place}th" };
}
