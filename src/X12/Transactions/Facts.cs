using CleanClaim.X12.Values;

namespace CleanClaim.X12.Transactions;

/// <summary>REF: an identifier with what it identifies.</summary>
public sealed record Reference(string Qualifier, string Value, string? Description, SegmentRange Where);

/// <summary>AMT: an amount with what it is. Null when the text is not a number (then it is in Unread).</summary>
public sealed record QualifiedAmount(string Qualifier, X12Number? Amount, string? CreditOrDebit, SegmentRange Where);

/// <summary>QTY: a quantity with what it counts.</summary>
public sealed record QualifiedQuantity(string Qualifier, X12Number? Quantity, string? Unit, SegmentRange Where);

/// <summary>DTP or DTM: a date or period with what happened then. <paramref name="To"/> equals <paramref name="From"/> for a single day.</summary>
/// <param name="Raw">The text of the element, with a time where there is one.</param>
/// <param name="Format">DTP02 (D8, RD8, DT, …); empty for a DTM.</param>
public sealed record QualifiedDate(string Qualifier, DateOnly? From, DateOnly? To, string Raw, string Format, SegmentRange Where)
{
    /// <summary>HHMM of the formats TM and DT; null where the date has no time.</summary>
    public string? Time => Format == "TM" ? Raw : Format == "DT" && Raw.Length == 12 ? Raw[8..] : null;
}

/// <summary>One adjustment of a CAS segment, which may hold six: charge less adjustments is what was paid.</summary>
/// <param name="Group">CO, PR, OA, PI, CR as in the file.</param>
public sealed record Adjustment(string Group, string Reason, X12Number? Amount, X12Number? Quantity, SegmentRange Where);

/// <summary>A coded procedure (SV101, SVC01, SVC06, SVD03 and the like).</summary>
/// <param name="Qualifier">HC HCPCS or CPT, N4 drug, NU revenue code, …</param>
/// <param name="CodeThrough">The last code of a range, where there is one.</param>
public sealed record Procedure(string Qualifier, string Code, IReadOnlyList<string> Modifiers, string? Description, string? CodeThrough);

/// <summary>A remark code of LQ, MIA or MOA. Qualifier HE for remark codes, RX for NCPDP rejects.</summary>
public sealed record Remark(string Qualifier, string Code, SegmentRange Where)
{
    /// <summary>The elements of MIA and of MOA that hold one.</summary>
    internal static readonly int[] OfInpatient = [5, 20, 21, 22, 23], OfOutpatient = [3, 4, 5, 6, 7];
}

public sealed record PostalAddress(string? Line1, string? Line2, string? City, string? State, string? Zip, string? Country, string? Subdivision);

/// <summary>PER: how to reach somebody. Channels in file order: TE phone, FX fax, EM mail, EX extension, UR web.</summary>
public sealed record Contact(string Function, string? Name, IReadOnlyList<(string Channel, string Number)> Channels, SegmentRange Where);

/// <summary>Whoever an N1 or NM1 names, with the segments that follow it.</summary>
public sealed record Party
{
    /// <summary>NM101 or N101: what part it plays (85 billing provider, IL subscriber, QC patient, PR payer, …).</summary>
    public required string Role { get; init; }

    /// <summary>NM102: 1 a person, 2 an organization; empty for an N1.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Last name of a person, or the name of an organization.</summary>
    public string? LastName { get; init; }
    public string? FirstName { get; init; }
    public string? MiddleName { get; init; }
    public string? Prefix { get; init; }
    public string? Suffix { get; init; }

    /// <summary>What <see cref="Id"/> is: XX an NPI, MI a member id, PI a payer id, FI a tax id, XV a plan id, …</summary>
    public string? IdQualifier { get; init; }
    public string? Id { get; init; }
    public PostalAddress? Address { get; init; }

    /// <summary>DMG02.</summary>
    public DateOnly? BirthDate { get; init; }

    /// <summary>DMG03: F, M, U.</summary>
    public string? Gender { get; init; }

    /// <summary>PRV03.</summary>
    public string? Taxonomy { get; init; }
    public IReadOnlyList<Reference> References { get; init; } = [];
    public IReadOnlyList<Contact> Contacts { get; init; } = [];
    public IReadOnlyList<SegmentText> Kept { get; init; } = [];
    public required SegmentRange Where { get; init; }

    /// <summary>The NPI, when the id is one.</summary>
    public string? Npi => IdQualifier == "XX" ? Id : null;

    /// <summary>The tax id: of the name segment itself (FI) or of its references (EI employer, SY social security, TJ).</summary>
    public string? TaxId => IdQualifier == "FI" ? Id : Reference("EI") ?? Reference("TJ") ?? Reference("SY");

    /// <summary>The first reference with this qualifier, null when there is none.</summary>
    public string? Reference(string qualifier)
    {
        for (var i = 0; i < References.Count; i++)
            if (References[i].Qualifier == qualifier) return References[i].Value;
        return null;
    }
}
