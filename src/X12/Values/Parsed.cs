using System.Runtime.InteropServices;

namespace CleanClaim.X12.Values;

/// <summary>
/// A typed value read from an element: the value, or the fault that kept it from being one. An absent element has
/// neither: <see cref="HasValue"/> is false and <see cref="Fault"/> is <see cref="FaultKind.None"/>.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Parsed<T>(T Value, FaultKind Fault, bool HasValue) where T : struct
{
    /// <summary>The value, or null when the element is absent or faulty.</summary>
    public T? OrNull => HasValue ? Value : null;

    public static Parsed<T> Of(T value) => new(value, FaultKind.None, HasValue: true);

    public static Parsed<T> Faulty(FaultKind fault) => new(default, fault, HasValue: false);

    public static Parsed<T> Absent => default;
}
