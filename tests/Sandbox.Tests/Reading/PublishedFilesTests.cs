using System.Text;
using CleanClaim.Sandbox.Reading;
using CleanClaim.Testing;

namespace CleanClaim.Sandbox.Tests.Reading;

/// <summary>Professional claims that others published: the strict reader must find their structure right, and still refuse what no payer would take.</summary>
public sealed class PublishedFilesTests
{
    private static List<string[]> Index() => [.. File.ReadLines(SharedFolder.PathTo("corpus", "x12", "index.tsv")).Select(l => l.Split('\t')).Where(f => f[0].StartsWith("837P/", StringComparison.Ordinal))];

    /// <summary>Some are marked with a later addendum of the same structure; here the mark is not the question.</summary>
    private static ProfessionalReading Read(string name) => ProfessionalReader.Read(Encoding.Latin1.GetBytes(
        File.ReadAllText(SharedFolder.PathTo("corpus", "x12", name), Encoding.Latin1).Replace("005010X222A2", "005010X222A1", StringComparison.Ordinal)));

    [SharedFact]
    public void Where_two_validators_agree_that_a_file_is_valid_no_segment_is_misplaced_or_missing()
    {
        var valid = Index().Where(f => f[7] == "agree-valid").Select(f => f[0]).ToList();
        Assert.Equal(14, valid.Count);
        foreach (var name in valid)
        {
            var reading = Read(name);
            Assert.Null(reading.Unreadable);
            Assert.DoesNotContain(reading.Faults, f => f.Place != FaultPlace.Element);
        }
    }

    [SharedFact]
    public void Every_published_file_is_read_to_its_end_and_what_is_refused_gives_no_claim()
    {
        var all = Index();
        Assert.Equal(50, all.Count);
        foreach (var reading in all.Select(f => Read(f[0])))
        {
            Assert.True(reading.Unreadable is not null || reading.Faults.Any() || reading.Claims.Values.All(c => c.Count > 0));
            Assert.DoesNotContain(reading.Claims, t => t.Key.Faults.Count > 0 && t.Value.Count > 0);
        }
    }
}
