using System.Security.Cryptography;
using System.Text;
using CleanClaim.X12.Verbs;

namespace CleanClaim.Bench;

/// <summary>
/// Everything the engine says of every file of a folder, and of damaged copies of each: a change that should only make it
/// quicker must leave this text as it was. <c>snapshot FOLDER 20 &gt; before</c>, change, <c>&gt; after</c>, <c>diff before after</c>.
/// </summary>
internal static class Snapshot
{
    public static void Write(TextWriter output, string folder, int damagedCopies)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(path);
            var name = Path.GetRelativePath(folder, path);
            Tell(output, name, bytes);
            // The seed is the file's place in the corpus, so that a copy is damaged in the same way every time.
            var random = new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
            for (var i = 0; i < damagedCopies; i++) Tell(output, $"{name}#{i}", Damaged(bytes, random));
        }
    }

    private static void Tell(TextWriter output, string name, byte[] bytes)
    {
        var errors = new StringWriter();
        X12Verbs.Validate(new(name, new MemoryStream(bytes)), new(), asJson: true, output);
        output.WriteLine(X12.Reading.X12Scan.Of(new MemoryStream(bytes)));
        using var json = new MemoryStream();
        var exitCode = X12Verbs.ToJson(new MemoryStream(bytes), json, errors);
        output.Write(Encoding.UTF8.GetString(json.ToArray()));
        output.WriteLine(exitCode);
        output.Write(errors);
    }

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        // Segments of most published files end with a tilde; where they do not, whole lines are moved.
        var separator = bytes.Contains((byte)'~') ? (byte)'~' : (byte)'\n';
        var segments = Split(bytes, separator);
        var (one, other) = (random.Next(segments.Count), random.Next(segments.Count));
        switch (random.Next(6))
        {
            case 0: segments.RemoveAt(one); break;
            case 1: segments.Insert(other, segments[one]); break;
            case 2: (segments[one], segments[other]) = (segments[other], segments[one]); break;
            case 3: segments[one] = Changed(segments[one], random); break;
            case 4: segments[one] = segments[one][..random.Next(segments[one].Length + 1)]; break;
            default: segments = segments[..one]; break;
        }

        return [.. segments.SelectMany(s => s)];
    }

    private static byte[] Changed(byte[] segment, Random random)
    {
        if (segment.Length == 0) return segment;
        var changed = segment.ToArray();
        changed[random.Next(changed.Length)] = "*:^~ 0A9.-\n\0é"u8[random.Next(14)];
        return changed;
    }

    private static List<byte[]> Split(byte[] bytes, byte separator)
    {
        List<byte[]> parts = [];
        var from = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != separator && i + 1 < bytes.Length) continue;
            parts.Add(bytes[from..(i + 1)]);
            from = i + 1;
        }

        return parts.Count > 0 ? parts : [bytes];
    }
}
