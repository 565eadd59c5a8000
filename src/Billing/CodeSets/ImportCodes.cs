using System.Globalization;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.CodeSets;

/// <summary>What an import did.</summary>
/// <param name="Release">The release as it is held.</param>
/// <param name="WasHeld">Whether the same file was there before; nothing was done then.</param>
/// <param name="Before">The release that it is compared with; null when it is the first of its list.</param>
/// <param name="Since">What differs from that one.</param>
public sealed record CodesImported(CodeRelease Release, bool WasHeld, CodeRelease? Before, CodeDifference? Since);

/// <summary>
/// Takes in one official file: read whole, checked line by line, and kept with its days, so that all of it is there or nothing. The same file again changes nothing.
/// Lists are shared by every organization of the database; only its operator imports them.
/// </summary>
public static class ImportCodes
{
    /// <param name="Kind">The list.</param>
    /// <param name="FileName">Its name as published, without a folder: it says the release.</param>
    /// <param name="Bytes">The file, or the zip that it comes in.</param>
    /// <param name="Effective">The first day it is for, where the name does not say it or says it wrongly.</param>
    /// <param name="TakeFewer">Take it although it has far fewer rows than the release before.</param>
    public sealed record Command(CodeFileKind Kind, string FileName, byte[] Bytes, DateOnly? Effective, bool TakeFewer);

    private const int FewerPercent = 90;

    /// <exception cref="BadInputException">The file is not what it should be; the place is its line.</exception>
    public static async Task<CodesImported> Run(Work work, string actor, Command command, CancellationToken cancel = default)
    {
        var (kind, file) = (command.Kind, CodeFile.Open(command.FileName, command.Bytes, command.Kind.IsFile));
        var library = await CodeLibrary.Open(work, cancel);
        var release = ReleaseOf(work, actor, command, file);
        if (library.Releases.FirstOrDefault(r => r.Kind == kind.Name && r.Sha256 == file.Sha256) is { } held)
            return held.From == release.From ? new(held, WasHeld: true, null, null)
                : throw file.Refused(0, $"The same file is held already as {held.Name}, from {held.From:yyyy-MM-dd}; under this name it would be {release.Name}, from {release.From:yyyy-MM-dd}.", "Take the file of the release that is meant: this one is of another.");
        var rows = new CodeRows();
        kind.Read(file, rows);
        release = WithRows(release, rows.Count);
        var before = library.Releases.Where(r => r.Kind == kind.Name && r.Part == release.Part && r.From <= release.From).MaxBy(r => r.From);
        if (before is not null && !command.TakeFewer && rows.Count * 100L < before.Rows * (long)FewerPercent)
            throw file.Refused(0, string.Create(CultureInfo.InvariantCulture, $"It has {rows.Count:N0} rows, and {before.Name} had {before.Rows:N0}: it looks cut off."), "Download it again; if it is really so short, say --fewer.");
        var since = before is null ? null : CodeDifference.Between(await library.Rows(before, cancel), rows.Sorted(), kind.KeyCells);
        await Keep(work, release, rows.Pack(), cancel);
        return new(release, WasHeld: false, before, since);
    }

    private static CodeRelease ReleaseOf(Work work, string actor, Command command, CodeFile file)
    {
        var named = command.Kind.ReleaseOf(file.Name) ?? command.Kind.ReleaseOf(command.FileName);
        if (named is null && command.Kind.NameSaysPart)
            throw file.Refused(0, "Its name does not say whether it is for practitioners or for hospitals, and from when.", "Keep the name under which it is published.");
        if (named is null && command.Effective is null)
            throw file.Refused(0, "Its name does not say from when it holds.", "Keep the name under which it is published, or say the first day with --effective 2026-01-01.");
        var from = command.Effective ?? named!.Value.From;
        return new()
        {
            Kind = command.Kind.Name, Sha256 = file.Sha256, Part = named?.Part ?? "", Name = named is { } release && release.From == from ? release.Name : from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            From = from, FileName = file.Name, Rows = 0, At = Instant.Of(work.Clock.GetUtcNow()), Actor = actor,
        };
    }

    private static CodeRelease WithRows(CodeRelease of, int rows) =>
        new() { Kind = of.Kind, Sha256 = of.Sha256, Part = of.Part, Name = of.Name, From = of.From, FileName = of.FileName, Rows = rows, At = of.At, Actor = of.Actor };

    private static async Task Keep(Work work, CodeRelease release, IReadOnlyList<byte[]> pieces, CancellationToken cancel)
    {
        try
        {
            await work.Global(write: true, db =>
            {
                db.Add(release);
                for (var n = 0; n < pieces.Count; n++) db.Add(new CodeReleaseChunk { Kind = release.Kind, Sha256 = release.Sha256, N = n, Body = pieces[n] });
                return Task.FromResult(true);
            }, cancel);
        }
        catch (DbUpdateException e) when (work.Database.IsDuplicate(e))
        {
            // Another one imported the same file at the same moment; it is held.
        }
    }
}
