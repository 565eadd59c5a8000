using System.CommandLine;
using System.Globalization;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.CodeSets;

/// <summary>`codes`: the official lists of codes, imported as published, and what they say of a code on a day.</summary>
internal static class CodesCommands
{
    private static readonly Argument<string> Kind = new("KIND") { Description = "the list: " + string.Join(", ", CodeFileKind.All.Select(k => k.Name)) };
    private static readonly Argument<string> File = new("FILE") { Description = "the file under the name of its publisher, or the zip that it comes in" };
    private static readonly Option<DateOnly?> Effective = new("--effective") { Description = "the first day it is for, where its name does not say it", HelpName = "DATE", CustomParser = Words.Day };
    private static readonly Option<bool> Fewer = new("--fewer") { Description = "take it although it has far fewer rows than the release before" };
    private static readonly Argument<string> Code = new("CODE") { Description = "the code" };
    private static readonly Argument<string[]> Query = new("WORDS") { Description = "words of its title, in any order, or how clinics shorten them (LBP, HTN)", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<DateOnly?> On = new("--on") { Description = "the day of service (else today)", HelpName = "DATE", CustomParser = Words.Day };

    public static Group Group() => new("codes", "official lists of codes", Import(), List(), Show(), Find(), EditCommands.Ptp(), EditCommands.Mue());

    private static Verb Import() => new Verb("import", "take in one official file, all of it or nothing; the same file again changes nothing", "cleanclaim codes import icd10cm-order icd10cm_order_2026.txt") { BeginsData = true }
        .With(Kind, File, Effective, Fewer).DoesWithData(async (context, data, cancel) =>
        {
            if (context.Get(Globals.As) is not null) throw new CannotRunException("Lists of codes are shared by everybody in this database; its operator imports them, without --as.");
            var name = context.Get(File);
            if (name == "-") throw new CannotRunException("Name the file: its name says which release it is.");
            var command = new ImportCodes.Command(KindOf(context), Path.GetFileName(name), await context.ReadFile(name, cancel), context.Get(Effective), context.Get(Fewer));
            Tell(context, await ImportCodes.Run(data.Work, "operator", command, cancel));
            await CodesForX12.Write(await CodeLibrary.Open(data.Work, cancel), command.Kind.Name, data.Place.Folder, cancel);
            return Exit.Done;
        });

    internal static CodeFileKind KindOf(CommandContext context) => CodeFileKind.Of(context.Get(Kind))
        ?? throw new CannotRunException($"There is no list \"{context.Get(Kind)}\". The lists are {string.Join(", ", CodeFileKind.All.Select(k => k.Name))}.");

    private static void Tell(CommandContext context, CodesImported imported)
    {
        var (release, since) = (imported.Release, imported.Since);
        if (context.Json)
        {
            context.JsonLine(new { release.Kind, release.Name, release.Part, release.From, release.Rows, release.Sha256, imported.WasHeld, Before = imported.Before?.Name, Added = since?.Added.Count, Removed = since?.Removed.Count, Changed = since?.Changed.Count });
            return;
        }

        var part = release.Part.Length > 0 ? $" ({release.Part})" : "";
        context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{release.Kind} {release.Name}{part}, from {release.From:yyyy-MM-dd}: {release.Rows:N0} rows. {(imported.WasHeld ? "It was held already; nothing was changed." : "Taken in.")}"));
        if (since is null) return;
        context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Since {imported.Before!.Name}: {since.Added.Count:N0} new, {since.Removed.Count:N0} gone, {since.Changed.Count:N0} changed."));
        Some(context, "new", since.Added);
        Some(context, "gone", since.Removed);
    }

    private static void Some(CommandContext context, string what, IReadOnlyList<string> keys)
    {
        const int Shown = 8;
        if (keys.Count > 0) context.Out.WriteLine($"  {what}: {string.Join(", ", keys.Take(Shown).Select(k => k.Replace('\t', ' ')))}{(keys.Count > Shown ? ", …" : "")}");
    }

    private static Verb List() => new Verb("list", "the releases that are held, and from when they are", "cleanclaim codes list").DoesWithData(async (context, data, cancel) =>
    {
        var library = await CodeLibrary.Open(data.Work, cancel);
        foreach (var release in library.Releases.OrderBy(r => r.Kind, StringComparer.Ordinal).ThenByDescending(r => r.From).ThenBy(r => r.Part, StringComparer.Ordinal))
        {
            if (context.Json) context.JsonLine(new { release.Kind, release.Name, release.Part, release.From, release.Rows, File = release.FileName, release.Sha256, ImportedAt = release.At.ToDateTimeOffset(), By = release.Actor });
            else context.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{release.Kind,-14} {release.Name,-12} {release.Part,-18} from {release.From:yyyy-MM-dd} {release.Rows,11:N0} rows  {release.FileName}"));
        }

        if (!context.Json && library.Releases.Count == 0) context.Out.WriteLine("None is imported yet. ICD-10-CM and places of service come with the program; the rest with cleanclaim codes import.");
        return Exit.Done;
    });

    private static Verb Show() => new Verb("show", "one code with its days and flags", "cleanclaim codes show hcpcs-anweb J1885 --on 2026-03-01").With(Kind, Code, On).DoesWithData(async (context, data, cancel) =>
    {
        var (kind, code, on) = (KindOf(context), context.Get(Code), DayOf(context, data));
        var library = await CodeLibrary.Open(data.Work, cancel);
        if (library.For(kind, on).Count == 0) throw new CannotRunException($"No release of {kind.Name} is held for {on:yyyy-MM-dd}. Take one in with cleanclaim codes import {kind.Name} FILE.");
        var shown = await CodeShown.Of(library, kind, code, on, cancel);
        foreach (var row in shown)
        {
            if (context.Json) context.JsonLine(row.Facts.Append(("release", row.Release.Name)).ToDictionary(f => f.Item1, f => f.Item2));
            else context.Out.WriteLine(string.Join("  ", row.Facts.Select(f => $"{f.Name} {f.Value}")) + $"  ({row.Release.Name}{(row.Release.Part.Length > 0 ? " " + row.Release.Part : "")})");
        }

        if (shown.Count == 0 && !context.Json) context.Out.WriteLine($"{code} is not in {kind.Name} on {on:yyyy-MM-dd}.");
        return shown.Count > 0 ? Exit.Done : Exit.Faults;
    });

    private static Verb Find() => new Verb("find", "codes by words of their titles", "cleanclaim codes find low back pain").With(Query, On).DoesWithData(async (context, data, cancel) =>
    {
        var search = await CodeSearch.Of(await CodeLibrary.Open(data.Work, cancel), DayOf(context, data), cancel);
        var found = search.Find(string.Join(' ', context.Get(Query)));
        foreach (var code in found)
        {
            if (context.Json) context.JsonLine(code);
            else context.Out.WriteLine($"{code.Code,-9} {code.Title}");
        }

        if (found.Count == 0 && !context.Json) context.Out.WriteLine("No title has all of these words. Try fewer, or the beginnings of words.");
        return found.Count > 0 ? Exit.Done : Exit.Faults;
    });

    internal static DateOnly DayOf(CommandContext context, OpenData data) => context.Get(On) ?? DateOnly.FromDateTime(data.Work.Clock.GetUtcNow().DateTime);

    internal static Option<DateOnly?> DayOption => On;
}
