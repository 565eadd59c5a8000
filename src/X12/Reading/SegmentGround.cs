using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace CleanClaim.X12.Reading;

/// <summary>
/// The bytes that segments lie in, and the ends of their elements. Both arrays never move, so that a row can hold addresses:
/// an element is then found by two loads instead of ten.
/// </summary>
internal sealed unsafe class SegmentGround
{
    // Two sizes are asked for, a whole block and that of a small file; what is given back waits for the next reader.
    private static readonly ConcurrentDictionary<(int, int), ConcurrentBag<SegmentGround>> Idle = new();
    private static readonly int IdleMax = 2 * Environment.ProcessorCount;

    private SegmentGround(byte[] bytes, int[] ends) => (Bytes, Ends) = (bytes, ends);

    public byte[] Bytes { get; }
    public int[] Ends { get; }

    public byte* FirstByte => (byte*)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(Bytes));

    public int* FirstEnd => (int*)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(Ends));

    /// <summary>Room for at least so many bytes and ends, nothing of which is to be given back.</summary>
    public static SegmentGround Of(int bytes, int ends) =>
        new(GC.AllocateUninitializedArray<byte>(bytes, pinned: true), GC.AllocateUninitializedArray<int>(ends, pinned: true));

    public static SegmentGround Rent(int bytes, int ends) =>
        Idle.TryGetValue((bytes, ends), out var bag) && bag.TryTake(out var ground) ? ground : Of(bytes, ends);

    /// <summary>Gives a rented one back. What a file held is not left lying about.</summary>
    public static void Return(SegmentGround ground)
    {
        Array.Clear(ground.Bytes);
        var bag = Idle.GetOrAdd((ground.Bytes.Length, ground.Ends.Length), static _ => []);
        if (bag.Count < IdleMax) bag.Add(ground);
    }
}
