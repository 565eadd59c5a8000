using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Parties;

public enum SavedHow { Added, Changed, Unchanged }

/// <summary>What became of a registered row: its id, its key (ours where none was given) and whether anything was written.</summary>
public sealed record Saved(long Id, string Key, SavedHow How, int Version = 1)
{
    public static SavedHow HowOf(bool isNew, bool changed) => isNew ? SavedHow.Added : changed ? SavedHow.Changed : SavedHow.Unchanged;
}

/// <summary>One field of which two people have different versions.</summary>
public sealed record FieldDifference(string Field, string? Yours, string? Theirs);

/// <summary>
/// The row was changed by someone else after the editor had opened it. Nothing was written; both versions are here, field by field,
/// so that the page shows them side by side.
/// </summary>
public sealed class StaleEditException(int yours, int theirs, IReadOnlyList<FieldDifference> differences, string? by = null)
    : Exception($"{by ?? "Someone"} changed this in the meantime: you edited version {yours}, it is now version {theirs}. "
        + (differences.Count == 0 ? "Your values are the same as theirs." : "Different: " + string.Join(", ", differences.Select(d => d.Field)) + ". Choose for each, and save again."))
{
    public int CurrentVersion => theirs;
    public IReadOnlyList<FieldDifference> Differences => differences;
    /// <summary>Who saved it; null when that is not known.</summary>
    public string? By => by;
}

/// <summary>Compares a row with a form's values and takes over what differs; knows whether anything did.</summary>
internal sealed class Edit
{
    private readonly List<FieldDifference> _differences = [];
    private readonly List<Action> _set = [];

    public bool Any => _differences.Count > 0;

    public Edit Field<T>(string name, T current, T wanted, Action<T> set)
    {
        if (EqualityComparer<T>.Default.Equals(current, wanted)) return this;
        _differences.Add(new FieldDifference(name, Words(wanted), Words(current)));
        _set.Add(() => set(wanted));
        return this;
    }

    private static string? Words(object? value) => value switch
    {
        DateOnly day => day.InWords(),
        Address address => address.InWords(),
        bool yes => yes ? "yes" : "no",
        _ => value?.ToString(),
    };

    /// <summary>Writes the wanted values into the row. With an expected version that is not the row's: both versions are thrown back.</summary>
    public bool Apply(int? expected = null, int current = 0, string? by = null)
    {
        if (expected is { } seen && seen != current) throw new StaleEditException(seen, current, _differences, by);
        foreach (var set in _set) set();
        return Any;
    }
}
