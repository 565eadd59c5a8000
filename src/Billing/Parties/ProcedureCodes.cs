namespace CleanClaim.Billing.Parties;

/// <summary>The shape of CPT and HCPCS codes and modifiers; whether a code exists is a matter of the loaded code sets.</summary>
public static class ProcedureCodes
{
    /// <summary>Five characters: digits, with a letter first (HCPCS Level II) or last (CPT categories II and III).</summary>
    public static string Code(Fields fields, string place, string? raw)
    {
        var code = raw?.Trim().ToUpperInvariant() ?? "";
        var good = code.Length == 5 && code[1..4].All(char.IsAsciiDigit) && char.IsAsciiLetterOrDigit(code[0]) && char.IsAsciiLetterOrDigit(code[4]);
        if (!good) fields.Add(place, code.Length == 0 ? "The procedure code is missing." : $"\"{raw}\" is no procedure code.", "A code has five characters, for example 97810.");
        return code;
    }

    /// <summary>Modifiers joined by a blank, in the order given; at most four (SV101-3 to SV101-6).</summary>
    public static string Modifiers(Fields fields, string place, IReadOnlyList<string>? raw)
    {
        var modifiers = (raw ?? []).Select(m => m?.Trim().ToUpperInvariant() ?? "").ToList();
        for (var i = 0; i < modifiers.Count; i++)
        {
            if (modifiers[i].Length != 2 || !modifiers[i].All(char.IsAsciiLetterOrDigit)) fields.Add($"{place}[{i}]", $"\"{raw![i]}\" is no modifier.", "A modifier has two characters, for example 25.");
        }
        if (modifiers.Count > 4) fields.Add(place, $"{modifiers.Count} modifiers do not fit; a line carries four.", "Keep the four that decide payment.");
        return string.Join(' ', modifiers);
    }
}
