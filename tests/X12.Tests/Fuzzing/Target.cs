using System.Diagnostics;
using CleanClaim.X12.Acknowledging;
using CleanClaim.X12.Comparing;
using CleanClaim.X12.Reading;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Validation;
using CleanClaim.X12.Verbs;

namespace CleanClaim.X12.Tests.Fuzzing;

/// <summary>What a file must never do to the engine; thrown with the sentence that does not hold.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);

/// <summary>
/// Runs a file through reader, validator, typed views, JSON, words, writer, difference, obfuscation and answers, holds each to what it promises,
/// and tells by a few numbers where the file went: rows of guides in their order, faults by rule and element.
/// </summary>
/// <param name="planted">A defect put behind the validator, to see whether the search finds it; nothing else is run then.</param>
internal sealed class Target(Action<byte[], IReadOnlyList<Fault>>? planted = null)
{
    private const long AllocatedMax = 64L << 20;
    private static readonly AnswerFields Answers = new() { Date = new(2026, 1, 6), Time = new(8, 30), ClaimLevelMax = X12Validator.HighestLevel };
    private readonly List<Fault> _faults = [];

    /// <summary>Numbers of what was met: new ones are what the search looks for.</summary>
    public HashSet<ulong> Met { get; } = [];

    public void Run(byte[] file)
    {
        Met.Clear();
        var (before, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        Validate(file);
        if (planted is not null)
        {
            planted(file, _faults);
            return;
        }

        Read(file);
        Write(file);
        Answer(file);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Hold(allocated < AllocatedMax + 400L * file.Length, $"no more memory than the limit: {allocated} bytes for {file.Length}");
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        // Ten passes over the file; a busy machine gets three tries.
        var limit = 1 + 10 * file.Length / 1048576.0;
        for (var again = 0; seconds > limit && again < 3; again++) seconds = Math.Min(seconds, Timed(file));
        Hold(seconds <= limit, $"no more than a second a mebibyte: {seconds:0.0} s for {file.Length} bytes");
    }

    private double Timed(byte[] file)
    {
        var started = Stopwatch.GetTimestamp();
        Validate(file);
        Read(file);
        Write(file);
        Answer(file);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private void Validate(byte[] file)
    {
        _faults.Clear();
        SegmentUse? last = null;
        using var validator = new X12Validator(new MemoryStream(file));
        bool more;
        do
        {
            more = validator.Read();
            foreach (var fault in validator.Faults) Take(fault, file.Length);
            if (!more || validator.Use is not { } use) continue;
            Meet(1, Of(use), last is null ? 0 : Of(last));
            last = use;
        }
        while (more);
        var scan = X12Scan.Of(new MemoryStream(file));
        Hold(scan.Segments == validator.Summary.Segments && scan.Bytes == file.Length, "scan and validator count the same segments");
        Hold(scan.Digest == Digest(file), "the scan's digest is that of the elements as read");
        Quick(file);
    }

    private void Take(Fault fault, int length)
    {
        _faults.Add(fault);
        Hold(fault.Place.Offset >= 0 && fault.Place.Offset <= length && fault.Place.Line >= 1, $"a fault has its place in the file: {fault}");
        Hold(fault.Message.Length > 0 && fault.Fix.Length > 0 && fault.Level is >= 1 and <= 7, $"a fault has words and a level: {fault}");
        Meet(2, Hash(fault.Rule), Hash(fault.Place.Segment) + (ulong)fault.Element.Position * 31 + (ulong)fault.Element.Component);
    }

    /// <summary>The digest by its definition, over what the reader gives segment by segment.</summary>
    private static ulong Digest(byte[] file)
    {
        ulong sum = 0;
        using var reader = new X12Reader(file);
        while (reader.Read())
            for (var k = 0; k <= reader.Segment.Count; k++)
                unchecked
                {
                    var element = reader.Segment[k];
                    sum += (ulong)(k + 1) * (256UL * (ulong)element.Length + (element.IsEmpty ? 0UL : element[0]));
                }

        return sum;
    }

    /// <summary>What the quick look calls clean, the checker finds clean too.</summary>
    private static void Quick(byte[] file)
    {
        var log = new FaultLog(X12Validator.HighestLevel);
        var checker = new ElementChecker(log);
        var trail = new GuideTrail();
        using var reader = new X12Reader(file);
        while (reader.Read())
        {
            var segment = reader.Segment;
            trail.Step(segment);
            if (trail.Use is { } use && CleanSegment.IsClean(segment, use.Shape, reader.IsDoubtful))
                Hold(!checker.Check(segment, use), $"the quick look is right: {segment.ToString()} at byte {segment.Offset}, {string.Join(' ', log.Faults.Select(f => f.Rule))}");
            if (segment.Id == SegmentId.Se) trail.Leave();
            log.BeginStep();
        }
    }

    private void Read(byte[] file)
    {
        foreach (var document in X12Documents.Read(new MemoryStream(file)))
        {
            Hold(document.Where.FirstByte >= 0 && document.Where.EndByte <= file.Length + 1 && document.Where.FirstByte <= document.Where.EndByte, $"an object has its place in the file: {document.Where}");
            Meet(3, Hash(document.GetType().Name), (ulong)Math.Min(document.Unread.Count, 3));
        }

        var json = new MemoryStream();
        X12Verbs.ToJson(new MemoryStream(file), json, TextWriter.Null);
        foreach (var line in System.Text.Encoding.UTF8.GetString(json.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            using (System.Text.Json.JsonDocument.Parse(line)) { }
        X12Verbs.Show(new MemoryStream(file), TextWriter.Null, TextWriter.Null);
    }

    private static void Write(byte[] file)
    {
        var once = Rewritten(file, out var isWhole);
        using var invented = new MemoryStream();
        X12Verbs.Obfuscate(new("f", new MemoryStream(file)), 1, invented, TextWriter.Null);
        if (!isWhole) return;
        var difference = FileDifferences.Between(new MemoryStream(file), new MemoryStream(once)).FirstOrDefault();
        Hold(difference is null, $"what is written means what was read: {difference}");
        Hold(Rewritten(once, out isWhole).AsSpan().SequenceEqual(once) && isWhole, "what was written once is written so again");
    }

    private static byte[] Rewritten(byte[] file, out bool isWhole)
    {
        using var output = new MemoryStream();
        isWhole = X12Verbs.Rewrite(new("f", new MemoryStream(file)), output, TextWriter.Null) == 0;
        return output.ToArray();
    }

    private static void Answer(byte[] file)
    {
        foreach (var answer in Acknowledger.Answer(new MemoryStream(file), Answers))
        {
            Fault? first = null;
            X12Validator.Validate(new MemoryStream(answer.Content), f => first ??= f.Severity == Severity.Error && !HasNoDay(f) ? f : null, levelMax: 2);
            Hold(first is null, $"our answer is without a fault: {first} in {System.Text.Encoding.Latin1.GetString(answer.Content)}");
            var said = X12Documents.Read(new MemoryStream(answer.Content));
            Hold(said.Any(d => answer.Kind switch { AnswerKind.Ta1 => d is InterchangeAcknowledgment, AnswerKind.Claims277 => d is ClaimStatusReport, _ => d is Acknowledgment999 }), "our answer can be read");
        }
    }

    /// <summary>A claim without a day of service has none to give back.</summary>
    private static bool HasNoDay(Fault fault) => fault is { Place.Segment: "DTP", Loop: "2200D", Rule: "SEG-REQUIRED" };

    private static void Hold(bool holds, string promise)
    {
        if (!holds) throw new BrokenPromiseException(promise);
    }

    private void Meet(ulong kind, ulong a, ulong b) => Met.Add(unchecked((kind * 0x9E3779B97F4A7C15UL ^ a) * 0xC2B2AE3D27D4EB4FUL ^ b * 0x165667B19E3779F9UL));

    private static ulong Of(SegmentUse use) => unchecked(Hash(use.Loop.Name) * 31 + (ulong)use.Line);

    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text) hash = unchecked((hash ^ c) * 1099511628211UL);
        return hash;
    }
}
