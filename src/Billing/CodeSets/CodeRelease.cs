using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.CodeSets;

/// <summary>
/// One official file of codes as it was imported: which list, which days, what file. Global and public; nothing in it is of a patient.
/// Releases are added and never changed: a look-up of an old day must find what held on it.
/// </summary>
public sealed class CodeRelease
{
    /// <summary>The kind of file, as <c>codes import</c> names it: icd10cm-order, ncci-ptp, …</summary>
    public required string Kind { get; init; }
    /// <summary>Of the file as it came.</summary>
    public required string Sha256 { get; init; }
    /// <summary>What of the list it holds where the list comes in several files (practitioner f1); else empty.</summary>
    public required string Part { get; init; }
    /// <summary>How its publisher calls it: FY2026, 2026 Q3.</summary>
    public required string Name { get; init; }
    /// <summary>The first day it is for.</summary>
    public required DateOnly From { get; init; }
    public required string FileName { get; init; }
    public required int Rows { get; init; }
    public required Instant At { get; init; }
    public required string Actor { get; init; }
}

/// <summary>A piece of a release's rows, compressed.</summary>
public sealed class CodeReleaseChunk
{
    public required string Kind { get; init; }
    public required string Sha256 { get; init; }
    public required int N { get; init; }
    public required byte[] Body { get; init; }
}
