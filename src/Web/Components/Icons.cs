namespace CleanClaim.Web.Components;

/// <summary>Line icons of the rail, 20 × 20, drawn with the text's colour.</summary>
internal static class Icons
{
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["today"] = "M3 5h14v12H3zM3 9h14M7 3v4M13 3v4",
        ["patients"] = "M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 17c0-3.5 3-5 7-5s7 1.5 7 5",
        ["visits"] = "M5 3h10v14H5zM8 7h4M8 10h4M8 13h2",
        ["claims"] = "M4 3h9l3 3v11H4zM13 3v3h3M7 10h6M7 13h6",
        ["payments"] = "M2 5h16v10H2zM10 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM5 8v0M15 12v0",
        ["denials"] = "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM5 5l10 10",
        ["statements"] = "M3 5h14v10H3zM3 6l7 5 7-5",
        ["reports"] = "M3 17h14M5 17v-5M9 17V8M13 17v-7M17 17V4",
        ["settings"] = "M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4",
    };

    public static string Path(string name) => Paths[name];
}
