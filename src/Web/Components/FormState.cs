using System.Globalization;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.AspNetCore.Http;

namespace CleanClaim.Web.Components;

/// <summary>
/// A form as it was typed, with the faults beside the fields. It comes back filled after an error, and carries the key that makes
/// sending it twice the same as once.
/// </summary>
public sealed class FormState
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<Fault> _refused = [];

    public string Key { get; private init; } = Guid.CreateVersion7().ToString("N");
    public IReadOnlyList<Fault> Faults { get; private set; } = [];

    public string this[string name]
    {
        get => _values.GetValueOrDefault(name, "");
        set => _values[name] = value;
    }

    /// <summary>Null when nothing was typed.</summary>
    public string? Text(string name) => this[name].Trim() is { Length: > 0 } text ? text : null;

    /// <summary>What the form itself could not take: it is told together with what the verb finds, and nothing is kept.</summary>
    public IReadOnlyList<Fault> Refused => _refused;

    public void Refuse(Fault fault) => _refused.Add(fault);

    /// <summary>A whole number as typed; null when the field is empty. What is no whole number is refused in the words that were typed.</summary>
    public int? Whole(string name) => Text(name) is { } text ? Whole(name, text) : null;

    /// <param name="place">Where the text stands, for one of several in a field.</param>
    /// <param name="text">What was typed there.</param>
    public int? Whole(string place, string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        if (text.All(char.IsAsciiDigit)) Refuse(new Fault(place, $"{text} is too large a number.", "Give a smaller one."));
        else Refuse(new Fault(place, $"\"{text}\" is no whole number.", "Give a whole number, for example 1."));
        return null;
    }

    /// <summary>Something stands in one of the fields whose names begin so: "coverage1." is the first coverage's.</summary>
    /// <param name="group">How their names begin.</param>
    /// <param name="but">Fields of the group that do not count, since they say something as they stand.</param>
    public bool Typed(string group, params ReadOnlySpan<string> but)
    {
        foreach (var (name, value) in _values)
        {
            if (name.StartsWith(group, StringComparison.Ordinal) && !but.Contains(name) && !string.IsNullOrWhiteSpace(value)) return true;
        }
        return false;
    }

    /// <summary>Rows of a table move up over empty ones, so that the n-th row that is typed is the n-th of the form object, and its faults stand beside it.</summary>
    public void MoveRowsUp(string table, int most)
    {
        var to = 0;
        for (var n = 0; n < most; n++)
        {
            if (!Typed($"{table}[{n}].")) continue;
            if (n > to) MoveRow($"{table}[{n}].", $"{table}[{to}].");
            to++;
        }
    }

    private void MoveRow(string from, string to)
    {
        foreach (var old in _values.Keys.Where(k => k.StartsWith(to, StringComparison.Ordinal)).ToList()) _values.Remove(old);
        foreach (var name in _values.Keys.Where(k => k.StartsWith(from, StringComparison.Ordinal)).ToList())
        {
            _values.Remove(name, out var value);
            _values[to + name[from.Length..]] = value!;
        }
    }

    public bool Ticked(string name) => this[name].Length > 0;

    public static FormState Of(IFormCollection form)
    {
        var state = new FormState { Key = form["key"].ToString() is { Length: > 0 } key ? key : Guid.CreateVersion7().ToString("N") };
        foreach (var (name, value) in form) state._values[name] = value.ToString();
        return state;
    }

    /// <summary>The same form with what is wrong, under its key: nothing was kept under it yet, and it is to be kept once.</summary>
    public FormState With(IReadOnlyList<Fault> faults)
    {
        var state = new FormState { Key = Key, Faults = faults };
        foreach (var (name, value) in _values) state._values[name] = value;
        return state;
    }

    /// <summary>The same form after somebody else saved in between: what they have stands beside each field that differs, and saving again is a decision for what is typed here.</summary>
    public FormState Overtaken(StaleEditException stale)
    {
        var form = With([new Fault("version", $"{stale.By ?? "Somebody"} saved this after you had opened it", "What they have stands beside each field that differs: take it over or keep yours, and save again."),
            .. stale.Differences.Select(d => new Fault(d.Field, $"They have {d.Theirs ?? "nothing"} here.", "Saving again keeps what you typed."))]);
        form["version"] = stale.CurrentVersion.ToString(CultureInfo.InvariantCulture);
        return form;
    }

    public bool Holds(string name) => _values.ContainsKey(name);

    /// <summary>Faults whose place is the field, or a part of it.</summary>
    public IEnumerable<Fault> At(string name) => Faults.Where(f => Places(f.Place, name));

    public IEnumerable<Fault> Elsewhere(IReadOnlyCollection<string> names) => Faults.Where(f => !names.Any(n => Places(f.Place, n)));

    private static bool Places(string place, string name) => string.Equals(place, name, StringComparison.OrdinalIgnoreCase) || place.StartsWith(name + "[", StringComparison.OrdinalIgnoreCase);
}
