using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using CleanClaim.X12.Schema;
using CleanClaim.X12.Tests.Generation;

namespace CleanClaim.X12.Tests.Fuzzing;

/// <summary>A file that breaks a promise, made as small as it still does.</summary>
internal sealed record Finding(string What, string Detail, byte[] File);

/// <summary>What a search did: enough to repeat it.</summary>
internal sealed record SearchRecord(int Seed, long Executions, int Corpus, string CorpusHash, int Met, IReadOnlyList<Finding> Findings)
{
    public override string ToString() => $"{Executions} executions, seed {Seed}, corpus of {Corpus} files {CorpusHash[..16]}, {Met} places met, {Findings.Count} findings";
}

/// <summary>Changes files at random, keeps those that go where none went before, and changes these further.</summary>
internal sealed class Search(int seed, Target target, Func<byte[], byte[], Random, byte[]> mutate)
{
    private const int FindingsMax = 10;
    private readonly Random _chance = new(seed);
    private readonly List<byte[]> _corpus = [];
    private readonly HashSet<ulong> _met = [];
    private readonly Dictionary<string, Finding> _findings = new(StringComparer.Ordinal);
    private string _detail = "";
    private long _executions;

    /// <summary>Clean files of every guide: two made from its rows, and the ones written by hand.</summary>
    public static IReadOnlyList<byte[]> Seeds() =>
    [
        Encoding.ASCII.GetBytes(SampleFiles.Claims837()), Encoding.ASCII.GetBytes(SampleFiles.Remittance835()),
        .. Guides.All.Where(g => g.TransactionId != "TA1").SelectMany(g => new[] { 1, 2 }.Select(s => GuidePropertyTests.Sample(g, s).Make().File)),
    ];

    /// <param name="seeds">Where to begin; each is run as it is first.</param>
    /// <param name="goesOn">Asked before each execution, with their number so far.</param>
    public SearchRecord Run(IReadOnlyList<byte[]> seeds, Func<long, bool> goesOn)
    {
        foreach (var file in seeds) Try(file);
        while (_findings.Count < FindingsMax && goesOn(_executions))
        {
            // The whole files at the beginning, those found last, and any of them, in equal parts: what is damaged throughout leads nowhere new.
            var file = _chance.Next(3) switch
            {
                0 => seeds[_chance.Next(seeds.Count)],
                1 => _corpus[_corpus.Count - 1 - _chance.Next(Math.Min(_corpus.Count, 50))],
                _ => _corpus[_chance.Next(_corpus.Count)],
            };
            Try(mutate(file, _corpus[_chance.Next(_corpus.Count)], _chance));
        }

        var hash = Convert.ToHexString(SHA256.HashData([.. _corpus.SelectMany(SHA256.HashData)]));
        return new(seed, _executions, _corpus.Count, hash, _met.Count, [.. _findings.Values]);
    }

    private void Try(byte[] file)
    {
        _executions++;
        if (Broken(file) is { } what)
        {
            if (!_findings.ContainsKey(what)) _findings[what] = new(what, _detail, Smallest(file, what));
        }
        else if (!target.Met.IsSubsetOf(_met))
        {
            _met.UnionWith(target.Met);
            _corpus.Add(file);
        }
        else if (_corpus.Count == 0) _corpus.Add(file);
    }

    /// <summary>What does not hold, without the particulars of the file; null when everything does.</summary>
    private string? Broken(byte[] file)
    {
        try
        {
            target.Run(file);
            return null;
        }
        catch (BrokenPromiseException broken)
        {
            _detail = broken.Message;
            var particulars = broken.Message.IndexOf(':', StringComparison.Ordinal);
            return particulars < 0 ? broken.Message : broken.Message[..particulars];
        }
        catch (Exception fault)
        {
            _detail = fault.ToString();
            var frame = fault.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("CleanClaim.X12.", StringComparison.Ordinal))?.Trim();
            return $"no exception: {fault.GetType().Name} {frame?.Split(" in ")[0]}";
        }
    }

    /// <summary>Leaves out segments, then elements, as long as the same thing breaks.</summary>
    private byte[] Smallest(byte[] file, string what)
    {
        var (started, best) = (Stopwatch.GetTimestamp(), file);
        for (var size = Math.Max(1, Input.Of(file).Parts.Count / 2); size >= 1 && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10); size /= 2)
            for (var at = 0; at < Input.Of(best).Parts.Count; at += size)
            {
                var smaller = Input.Of(best);
                smaller.Parts.RemoveRange(at, Math.Min(size, smaller.Parts.Count - at));
                var bytes = smaller.Bytes();
                if (bytes.Length >= best.Length || Broken(bytes) != what) continue;
                best = bytes;
                at -= size;
            }

        return best;
    }
}
