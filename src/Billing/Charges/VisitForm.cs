namespace CleanClaim.Billing.Charges;

/// <summary>One set of needles as documented: minutes of contact for it, with or without current, inserted anew or not.</summary>
public sealed record SetForm
{
    public int? Minutes { get; init; }
    public bool? Electrical { get; init; }
    /// <summary>Needles were inserted anew for this set; the first set needs no word. Without it a later set is no further unit.</summary>
    public bool? Reinsertion { get; init; }
}

public sealed record LineForm
{
    public string? Code { get; init; }
    public IReadOnlyList<string>? Modifiers { get; init; }
    public int? Units { get; init; }
    /// <summary>The charge of the whole line; it wins over the fee.</summary>
    public string? Charge { get; init; }
    public IReadOnlyList<int?>? Pointers { get; init; }
    public int? Minutes { get; init; }
}

/// <summary>A visit as rendered and documented. The same key again corrects it: what differs is voided and charged anew.</summary>
public sealed record VisitForm
{
    public string? Key { get; init; }
    public string? Practice { get; init; }
    public string? Patient { get; init; }
    public string? Provider { get; init; }
    public string? Case { get; init; }
    public string? Place { get; init; }
    public string? Date { get; init; }
    public IReadOnlyList<string>? Diagnoses { get; init; }
    public int? ContactMinutes { get; init; }
    public IReadOnlyList<SetForm>? Sets { get; init; }
    public string? Note { get; init; }
    public IReadOnlyList<LineForm>? Lines { get; init; }
    public int? Version { get; init; }
}
