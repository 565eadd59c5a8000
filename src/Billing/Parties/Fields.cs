using System.Globalization;
using System.Text;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Parties;

/// <summary>
/// Checks what was typed or imported, field by field, and gathers every fault instead of stopping at the first. Each check gives back the
/// value in our form; of a faulty field it gives a filler that never reaches a row, since <see cref="ThrowIfAny"/> ends the verb before it writes.
/// Lengths are those of the 837 (005010X222A1), so that what is registered can be sent.
/// </summary>
public sealed class Fields
{
    /// <summary>Stands for "since ever" where a dated row is given without its first day.</summary>
    public static readonly DateOnly SinceEver = new(1900, 1, 1);

    private readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> Faults => _faults;

    public void Add(string place, string message, string fix) => _faults.Add(new Fault(place, message, fix));

    public void ThrowIfAny()
    {
        if (_faults.Count > 0) throw new BadInputException(_faults);
    }

    /// <summary>Text that goes into X12 files; required.</summary>
    public string Text(string place, string what, string? raw, int longest)
    {
        var text = raw?.Trim() ?? "";
        if (text.Length == 0) Add(place, $"The {what} is missing.", $"Fill in the {what}.");
        else Sendable(place, what, text, longest);
        return text;
    }

    /// <summary>Text that goes into X12 files; null when not given.</summary>
    public string? TextOrNull(string place, string what, string? raw, int longest)
    {
        var text = raw?.Trim();
        if (string.IsNullOrEmpty(text)) return null;
        Sendable(place, what, text, longest);
        return text;
    }

    /// <summary>
    /// A person's name in the letters it is written in; required. What a claim file cannot carry is no fault here: the name is kept and shown,
    /// and the scrubber holds a claim until it stands in Latin letters (PAT-NAM-01, SUB-NAM-01). What separates X12 elements is in no name.
    /// </summary>
    public string Name(string place, string what, string? raw, int longest)
    {
        var text = raw?.Trim() ?? "";
        if (text.Length == 0) Add(place, $"The {what} is missing.", $"Fill in the {what}.");
        else Writable(place, what, text, longest);
        return text;
    }

    /// <inheritdoc cref="Name"/>
    public string? NameOrNull(string place, string what, string? raw, int longest) => string.IsNullOrWhiteSpace(raw) ? null : Name(place, what, raw, longest);

    /// <summary>Text that stays with us (notes, labels): only its length and control characters are checked.</summary>
    public string? Note(string place, string what, string? raw, int longest)
    {
        var text = raw?.Trim();
        if (string.IsNullOrEmpty(text)) return null;
        if (text.Length > longest) Add(place, $"The {what} has {text.Length} characters; {longest} is the most.", "Shorten it.");
        if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))) Add(place, $"The {what} holds a control character.", "Type it again by hand.");
        return text;
    }

    public string Npi(string place, string? raw)
    {
        if (Vocabulary.Npi.Fault(raw) is { } fault) Add(place, fault, "Look the NPI up in the NPPES registry and type it again.");
        return raw?.Trim() ?? "";
    }

    /// <summary>Nine digits; a dash is taken out.</summary>
    public string TaxId(string place, string? raw)
    {
        var digits = raw?.Trim().Replace("-", "", StringComparison.Ordinal) ?? "";
        if (digits.Length != 9 || !digits.All(char.IsAsciiDigit)) Add(place, "A tax id has nine digits.", "Type the employer identification number as on the IRS letter, 12-3456789.");
        return digits;
    }

    /// <summary>NUCC taxonomy code: nine letters or digits and an X.</summary>
    public string Taxonomy(string place, string? raw)
    {
        var code = raw?.Trim().ToUpperInvariant() ?? "";
        if (code.Length != 10 || code[9] != 'X' || !code.All(char.IsAsciiLetterOrDigit))
            Add(place, "A taxonomy code has ten characters and ends with X.", "Take the code from the provider's NPPES record, for example 171100000X.");
        return code;
    }

    public DateOnly Date(string place, string what, string? raw)
    {
        if (string.IsNullOrWhiteSpace(raw)) Add(place, $"The {what} is missing.", "Give it like 3/14/1986 or 1986-03-14.");
        return DateOrNull(place, what, raw) ?? default;
    }

    public DateOnly? DateOrNull(string place, string what, string? raw)
    {
        if (string.IsNullOrWhiteSpace(raw)) return null;
        if (DateOnly.TryParseExact(raw.Trim(), ["yyyy-MM-dd", "M/d/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        Add(place, $"\"{raw.Trim()}\" is no day of the calendar.", $"Give the {what} like 3/14/1986 or 1986-03-14.");
        return default;
    }

    public void Order(string place, DateOnly from, DateOnly? to)
    {
        if (to is { } end && end < from) Add(place, $"It ends on {end.InWords()}, before it begins on {from.InWords()}.", "Correct one of the two days.");
    }

    /// <param name="today">Null where the practice is not known: then no day is too late.</param>
    public DateOnly BirthDate(string place, string? raw, DateOnly? today)
    {
        var birth = Date(place, "birth date", raw);
        if (birth == default) return birth;
        if (today is not { } day) return birth;
        if (birth > day) Add(place, $"The birth date {birth.InWords()} lies in the future.", $"Correct the year; today is {day.InWords()}.");
        else if (birth.AddYears(130) < day) Add(place, $"The birth date {birth.InWords()} is more than 130 years ago.", "Correct the year.");
        return birth;
    }

    /// <summary>DMG03: F, M or U.</summary>
    public string Sex(string place, string? raw)
    {
        var word = raw?.Trim().ToUpperInvariant() ?? "";
        var code = word switch { "F" or "FEMALE" => "F", "M" or "MALE" => "M", "U" or "UNKNOWN" or "X" => "U", _ => "" };
        if (code.Length == 0) Add(place, word.Length == 0 ? "The sex is missing." : $"\"{raw}\" is no sex that a claim can carry.", "Use F, M or U as the payer has it on file.");
        return code;
    }

    public string State(string place, string? raw)
    {
        var code = raw?.Trim().ToUpperInvariant() ?? "";
        if (!UsStates.Codes.Contains(code)) Add(place, code.Length == 0 ? "The state is missing." : $"\"{raw}\" is no state of the US.", "Use the two letters of the Postal Service, for example IL.");
        return code;
    }

    /// <summary>5 or 9 digits, kept without a dash.</summary>
    public string Zip(string place, string? raw)
    {
        var digits = raw?.Trim().Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal) ?? "";
        if (digits.Length is not (5 or 9) || !digits.All(char.IsAsciiDigit))
            Add(place, digits.Length == 0 ? "The ZIP code is missing." : $"\"{raw}\" is no ZIP code.", "A ZIP code has 5 digits, or 9 as 60601-1234.");
        return digits;
    }

    /// <summary>Ten digits, kept without punctuation and without the country's 1.</summary>
    public string? Phone(string place, string? raw)
    {
        if (string.IsNullOrWhiteSpace(raw)) return null;
        var digits = new string([.. raw.Where(char.IsAsciiDigit)]);
        if (digits.Length == 11 && digits[0] == '1') digits = digits[1..];
        if (digits.Length != 10 || raw.Any(char.IsLetter)) Add(place, $"\"{raw.Trim()}\" is no telephone number of the US.", "Give ten digits, area code first.");
        return digits;
    }

    public string? Email(string place, string? raw)
    {
        var text = Note(place, "e-mail address", raw, 80);
        if (text is not null && (text.Count(c => c == '@') != 1 || text.StartsWith('@') || text.EndsWith('@') || text.Any(char.IsWhiteSpace)))
            Add(place, $"\"{text}\" is no e-mail address.", "Write it as name@example.org, or leave it empty.");
        return text;
    }

    public Address Address(string place, AddressForm? form)
    {
        if (form is null)
        {
            Add(place, "The address is missing.", "Give street, city, state and ZIP code.");
            return new Address("", null, "", "", "");
        }
        return new Address(Text($"{place}.line1", "street", form.Line1, 55), TextOrNull($"{place}.line2", "second line of the street", form.Line2, 55),
            Text($"{place}.city", "city", form.City, 30), State($"{place}.state", form.State), Zip($"{place}.zip", form.Zip));
    }

    /// <summary>A payer's number for a person or claim: letters, digits and the few marks that cards show; never what separates X12 elements.</summary>
    public string PayerNumber(string place, string what, string? raw, int longest)
    {
        var text = raw?.Trim() ?? "";
        if (text.Length == 0)
        {
            Add(place, $"The {what} is missing.", $"Copy the {what} from the card.");
            return text;
        }
        if (text.Length < 2 || text.Length > longest) Add(place, $"The {what} has {text.Length} characters; it may have 2 to {longest}.", "Compare it with the card.");
        if (Odd(text.EnumerateRunes().Where(c => !IsNumberCharacter(c)), "no card prints") is { } odd) Add(place, $"The {what} holds {odd}.", $"Type the {what} again: letters, digits, dashes.");
        return text;
    }

    /// <summary>One word of a closed list; the fault names the list.</summary>
    public T Word<T>(string place, string what, string? raw) where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        if (names.FirstOrDefault(n => n.Equals(raw?.Trim(), StringComparison.OrdinalIgnoreCase)) is { } name) return Enum.Parse<T>(name);
        var list = string.Join(", ", names.Select(n => char.ToLowerInvariant(n[0]) + n[1..]));
        Add(place, string.IsNullOrWhiteSpace(raw) ? $"The {what} is missing." : $"\"{raw}\" is no {what}.", $"Use one of: {list}.");
        return default;
    }

    public Money? Amount(string place, string what, string? raw)
    {
        if (string.IsNullOrWhiteSpace(raw)) return null;
        if (Money.TryParse(raw) is not { } amount)
        {
            Add(place, $"\"{raw}\" is no amount of whole cents.", $"Write the {what} with at most two decimals, for example 95.00.");
            return null;
        }
        if (amount.IsNegative || amount.Cents > 99_999_999_99) Add(place, $"The {what} {amount} is out of range.", "It lies between 0.00 and 99999999.99.");
        return amount;
    }

    private const string Separators = "*~:^";

    private static bool IsNumberCharacter(Rune c) => c.IsAscii && (Rune.IsLetterOrDigit(c) || "-. /_&#+".Contains((char)c.Value, StringComparison.Ordinal));

    private void Sendable(string place, string what, string text, int longest)
    {
        var sent = X12Spelling.Of(text);
        if (Odd(text.EnumerateRunes().Where(c => X12Spelling.FirstUnsendable(c.ToString()) is not null), "cannot be sent") is { } odd)
            Add(place, $"The {what} holds {odd}. Claim files hold Latin letters, digits and common marks only; of \"{text}\" this would be left: \"{sent}\".",
                $"Write the {what} in Latin letters, spelled as on the member card or passport.");
        else if (sent.Length > longest) Add(place, $"The {what} has {sent.Length} characters; a claim carries {longest}.", "Shorten it as the payer has it on file.");
    }

    private void Writable(string place, string what, string text, int longest)
    {
        if (Odd(X12Spelling.Unsendable(text).Where(c => !X12Spelling.IsLetterOfAnyScript(c)), "no name has") is { } odd) Add(place, $"The {what} holds {odd}.", $"Type the {what} again, as on the member card or passport.");
        var length = Math.Max(text.Length, X12Spelling.Of(text).Length);
        if (length > longest) Add(place, $"The {what} has {length} characters; a claim carries {longest}.", "Shorten it as the payer has it on file.");
    }

    /// <summary>All unsuitable signs at once, each named once, what separates first: "*" and "é", which no card prints; "*" separates the parts of a claim file. Null when there is none.</summary>
    private static string? Odd(IEnumerable<Rune> signs, string why)
    {
        var odd = signs.Distinct().OrderByDescending(IsSeparator).ToList();
        if (odd.Count == 0) return null;
        var separating = odd.TakeWhile(IsSeparator).ToList();
        var separates = $"{(separating.Count == 1 ? "separates" : "separate")} the parts of a claim file";
        var (all, some) = (separating.Count == odd.Count, separating.Count > 0);
        return $"{Listed(odd)}, which {why}{(all ? $" and which {separates}" : some ? $"; {Listed(separating)} {separates}" : "")}";
    }

    /// <summary>A whole street in another script would be a long list: after a few signs it is enough to say how many more there are.</summary>
    private static string Listed(List<Rune> signs)
    {
        const int most = 6;
        string[] words = [.. signs.Take(most).Select(Show), .. signs.Count > most ? [$"{signs.Count - most} more"] : Array.Empty<string>()];
        return words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} and {words[^1]}";
    }

    private static bool IsSeparator(Rune c) => c.IsAscii && Separators.Contains((char)c.Value, StringComparison.Ordinal);
    private static string Show(Rune c) => Rune.IsControl(c) ? $"the control character {c.Value}" : $"\"{c}\"";
}

/// <summary>An address as it was given.</summary>
public sealed record AddressForm
{
    public string? Line1 { get; init; }
    public string? Line2 { get; init; }
    public string? City { get; init; }
    public string? State { get; init; }
    public string? Zip { get; init; }

    public static AddressForm Of(Address a) => new() { Line1 = a.Line1, Line2 = a.Line2, City = a.City, State = a.State, Zip = a.Zip };
}
