using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Schema;

/// <summary>
/// The step that nearly every segment makes: to a place of the guide, nothing passed over, not too often. It is judged before anything
/// changes, so that whatever is unusual can be left to <see cref="Step"/> as if nobody had looked. Of a usual step nothing is noted but
/// where it led: what <see cref="Closed"/>, <see cref="Opened"/> and <see cref="Chosen"/> would say stands in the candidate.
/// </summary>
internal sealed partial class GuideWalker
{
    private readonly Transitions _transitions = guide.Transitions;

    /// <summary>Whether the last step left nothing that bears on the next one. A usual step leaves nothing.</summary>
    public bool IsQuiet => _isPlaced && _misplaced is null && !_inUnknownLoop && !_isOneExcused && Missing.Count == 0 && TooOften is null && !Explains && !IsInDoubt;

    /// <summary>Where the guide has a segment that follows the one read last; null when that takes a closer look.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Candidate? Usual(SegmentView segment) => _transitions.Usual(_state, segment);

    /// <summary>Goes there, unless that would miss something or be once too often; then nothing has changed. Indexing is unchecked: places come from the guide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGo(Candidate candidate)
    {
        unchecked
        {
            ref var counts = ref MemoryMarshal.GetArrayDataReference(_uses);
            ref var turns = ref MemoryMarshal.GetArrayDataReference(_turns);
            foreach (ref readonly var place in candidate.PassedPlaces.AsSpan())
                if (Unsafe.Add(ref counts, place.Number).Turn != Unsafe.Add(ref turns, place.Around)) return false;
            ref var uses = ref Unsafe.Add(ref counts, candidate.Place.Number);
            var turn = Unsafe.Add(ref turns, candidate.Place.Around);
            var times = uses.Turn == turn ? uses.Times + 1 : 1;
            if (times > candidate.Max) return false;
            (uses.Turn, uses.Times) = (turn, times);
            _state = candidate.Index;
            if (!candidate.IsTrigger) return true;
            // The loop's own last turn ends here when it is repeated.
            Unsafe.Add(ref turns, candidate.OwnPlace.Around) = ++_turn;
            uses = ref Unsafe.Add(ref counts, candidate.OwnPlace.Number);
            (uses.Turn, uses.Times) = (_turn, 1);
            return true;
        }
    }
}
