using System.Text;

namespace CleanClaim.Billing.Pdf;

/// <summary>A character that the standard fonts cannot draw and that stands as `?`, with the text it stood in.</summary>
public sealed record LostCharacter(int Page, string Character, string Text);

/// <summary>The WinAnsi encoding of the standard fonts: ISO 32000-1, annex D.2 (Windows code page 1252).</summary>
public static class WinAnsi
{
    // 0x80 to 0x9F; a blank stands where the encoding has nothing.
    private const string Upper = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

    /// <summary>The text as bytes, composed first (an e and its accent are one character); what does not fit is `?` and is told.</summary>
    public static byte[] Encode(string text, Action<string>? lost = null)
    {
        var bytes = new List<byte>(text.Length);
        // Half a surrogate pair is no character, and Normalize would throw on it: it becomes U+FFFD, which is then told as lost.
        var whole = string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
        foreach (var rune in whole.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            var code = ByteOf(rune);
            if (code is null)
                lost?.Invoke(rune.ToString());
            bytes.Add(code ?? (byte)'?');
        }

        return [.. bytes];
    }

    private static byte? ByteOf(Rune rune)
    {
        if (rune.Value is >= 0x20 and < 0x7F or >= 0xA0 and <= 0xFF)
            return (byte)rune.Value;
        if (rune.Value is '\t' or '\n' or '\r')
            return (byte)' ';
        var upper = rune.IsBmp ? Upper.IndexOf((char)rune.Value, StringComparison.Ordinal) : -1;
        return upper < 0 ? null : (byte)(0x80 + upper);
    }
}
