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

    public string Key { get; private init; } = Guid.CreateVersion7().ToString("N");
    public IReadOnlyList<Fault> Faults { get; private set; } = [];

    public string this[string name]
    {
        get => _values.GetValueOrDefault(name, "");
        set => _values[name] = value;
    }

    /// <summary>Null when nothing was typed.</summary>
    public string? Text(string name) => this[name].Trim() is { Length: > 0 } text ? text : null;

    public bool Ticked(string name) => this[name].Length > 0;

    public static FormState Of(IFormCollection form)
    {
        var state = new FormState { Key = form["key"].ToString() is { Length: > 0 } key ? key : Guid.CreateVersion7().ToString("N") };
        foreach (var (name, value) in form) state._values[name] = value.ToString();
        return state;
    }

    /// <summary>The same form with what is wrong; a new key, since another body will be sent.</summary>
    public FormState With(IReadOnlyList<Fault> faults)
    {
        var state = new FormState { Faults = faults };
        foreach (var (name, value) in _values) state._values[name] = value;
        return state;
    }

    /// <summary>Faults whose place is the field, or a part of it.</summary>
    public IEnumerable<Fault> At(string name) => Faults.Where(f => Places(f.Place, name));

    public IEnumerable<Fault> Elsewhere(IReadOnlyCollection<string> names) => Faults.Where(f => !names.Any(n => Places(f.Place, n)));

    private static bool Places(string place, string name) => string.Equals(place, name, StringComparison.OrdinalIgnoreCase) || place.StartsWith(name + "[", StringComparison.OrdinalIgnoreCase);
}
