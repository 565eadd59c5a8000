using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Obfuscating;

/// <summary>
/// Other words in the place of words, of the same shape: a digit for a digit, a vowel for a vowel, a consonant for a consonant,
/// capitals where capitals were; zeros in front stay. A keyed permutation of all words of a shape: the same word becomes the
/// same word everywhere, two different words never become one, and no word stays what it is. Without the key nothing leads back.
/// </summary>
internal sealed class Pseudonyms
{
    private const int Rounds = 6, Kept = 50_000, LongestWord = 64;
    private const string Vowels = "AEIOU", Consonants = "BCDFGHJKLMNPQRSTVWXYZ";
    private readonly byte[] _key;
    private readonly Dictionary<string, byte[]> _known = new(StringComparer.Ordinal);

    /// <param name="seed">The same number gives the same words, and whoever knows it can go back; null draws a key that is kept nowhere.</param>
    public Pseudonyms(int? seed) => _key = seed is { } number ? SHA256.HashData(Encoding.ASCII.GetBytes($"CleanClaim pseudonyms {number}")) : RandomNumberGenerator.GetBytes(32);

    /// <summary>Replaces every word of the text in place; blanks and punctuation stay.</summary>
    public void Replace(Span<byte> text)
    {
        for (var from = 0; from < text.Length;)
        {
            if (!IsOfWord(text[from]))
            {
                from++;
                continue;
            }

            var to = from;
            while (to < text.Length && to - from < LongestWord && IsOfWord(text[to])) to++;
            Word(text[from..to]);
            from = to;
        }
    }

    /// <summary>Another day, one to 300 days before it and, where it can be, of the same year; what is no date becomes nines.</summary>
    public void Birth(Span<byte> text)
    {
        if (text.Length != 8 || X12Dates.ParseDate(text).OrNull is not { } day || day.Year < 1000)
        {
            Replace(text);
            for (var i = 0; i < text.Length; i++)
                if (char.IsAsciiDigit((char)text[i])) text[i] = (byte)'9';
            return;
        }

        var span = day.DayOfYear > 30 ? day.DayOfYear - 1 : 300;
        var other = day.AddDays(-1 - (int)(Mix(text, 0, 0) % (uint)span));
        Encoding.ASCII.GetBytes(other.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture), text);
    }

    private static bool IsOfWord(byte b) => char.IsAsciiLetterOrDigit((char)b) || b >= 0x80;

    private void Word(Span<byte> word)
    {
        var text = Encoding.Latin1.GetString(word);
        if (!_known.TryGetValue(text, out var other))
        {
            if (_known.Count >= Kept) _known.Clear();
            _known[text] = other = Other(word.ToArray());
        }

        other.CopyTo(word);
    }

    private byte[] Other(byte[] word)
    {
        var digits = word.AsSpan().IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
        if (digits && word.Length == 10)
        {
            // It may be an NPI: its first digit says so, and its check digit stays as right or as wrong as it was.
            var error = word[9] - '0' - CheckDigit(word);
            Permute(word.AsSpan(1, 8), leadingZeros: false);
            word[9] = (byte)('0' + (CheckDigit(word) + error + 10) % 10);
        }
        else Permute(word, leadingZeros: digits);
        return word;
    }

    /// <summary>The Luhn digit of 80840 and the nine digits (45 CFR 162.406).</summary>
    private static int CheckDigit(ReadOnlySpan<byte> npi)
    {
        var sum = 24;
        for (var i = 0; i < 9; i++)
        {
            var weighted = (npi[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return (10 - sum % 10) % 10;
    }

    private void Permute(Span<byte> word, bool leadingZeros)
    {
        var zeros = leadingZeros ? Math.Max(0, word.IndexOfAnyExcept((byte)'0')) : 0;
        var rest = word[zeros..];
        Span<int> radix = stackalloc int[rest.Length], value = stackalloc int[rest.Length];
        for (var i = 0; i < rest.Length; i++) (radix[i], value[i]) = Symbol(rest[i], isFirst: leadingZeros && i == 0);
        // Forth, one step on, and back: a permutation without a word that stays the same.
        Feistel(value, radix, forward: true);
        for (var i = 0; i < value.Length; i++)
        {
            value[i] = (value[i] + 1) % radix[i];
            if (value[i] != 0) break;
        }

        Feistel(value, radix, forward: false);
        for (var i = 0; i < rest.Length; i++) rest[i] = Letter(rest[i], value[i], isFirst: leadingZeros && i == 0);
    }

    /// <summary>Each half in turn is moved on by what the other half and the key say.</summary>
    private void Feistel(Span<int> value, ReadOnlySpan<int> radix, bool forward)
    {
        var half = (value.Length + 1) / 2;
        Span<byte> other = stackalloc byte[LongestWord];
        for (var step = 0; step < Rounds; step++)
        {
            var round = forward ? step : Rounds - 1 - step;
            var (from, to) = round % 2 == 0 ? (0, half) : (half, value.Length);
            var length = 0;
            for (var i = 0; i < value.Length; i++)
                if (i < from || i >= to) other[length++] = (byte)value[i];
            for (var i = from; i < to; i++)
            {
                var shift = (int)(Mix(other[..length], round, i + 100 * value.Length) % (uint)radix[i]);
                value[i] = (value[i] + (forward ? shift : radix[i] - shift)) % radix[i];
            }
        }
    }

    private ulong Mix(ReadOnlySpan<byte> text, int round, int place)
    {
        Span<byte> message = stackalloc byte[LongestWord + 8];
        BinaryPrimitives.WriteInt32LittleEndian(message, round);
        BinaryPrimitives.WriteInt32LittleEndian(message[4..], place);
        text.CopyTo(message[8..]);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(_key, message[..(8 + text.Length)], hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    private static (int Radix, int Value) Symbol(byte b, bool isFirst)
    {
        var c = char.ToUpperInvariant((char)b);
        if (char.IsAsciiDigit(c)) return isFirst && c != '0' ? (9, c - '1') : isFirst ? (1, 0) : (10, c - '0');
        if (Vowels.IndexOf(c, StringComparison.Ordinal) is >= 0 and var vowel && b < 0x80) return (Vowels.Length, vowel);
        if (Consonants.IndexOf(c, StringComparison.Ordinal) is >= 0 and var consonant && b < 0x80) return (Consonants.Length, consonant);
        // The second and later bytes of a letter in UTF-8.
        return b is >= 0x80 and < 0xC0 ? (0x40, b - 0x80) : (1, 0);
    }

    private static byte Letter(byte was, int value, bool isFirst)
    {
        if (char.IsAsciiDigit((char)was)) return isFirst && was != '0' ? (byte)('1' + value) : isFirst ? was : (byte)('0' + value);
        if (was >= 0x80) return was < 0xC0 ? (byte)(0x80 + value) : was;
        var upper = Vowels.Contains(char.ToUpperInvariant((char)was), StringComparison.Ordinal) ? Vowels[value] : Consonants[value];
        return (byte)(char.IsAsciiLetterUpper((char)was) ? upper : char.ToLowerInvariant(upper));
    }
}
