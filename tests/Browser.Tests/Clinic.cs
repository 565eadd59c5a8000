using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CleanClaim.Testing;

namespace CleanClaim.Browser.Tests;

/// <summary>
/// A clinic of its own for a class of tests: a data folder of its own, set up (once for each kind of clinic) and served by the real program in processes of its own. It has practice, providers,
/// payers, fees and the sandbox as trading partner; <see cref="Book"/> says whether it has the sample patients too.
/// </summary>
public abstract class Clinic : IAsyncLifetime
{
    public const string Email = "anna@juniper.example";
    public const string Password = "four quiet herons by the lake";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly StringBuilder _said = new();
    private static readonly ConcurrentDictionary<Type, FolderMadeOnce> Made = new();
    private Process? _server;

    public string Folder { get; } = Directory.CreateTempSubdirectory("cleanclaim-browser-").FullName;

    /// <summary>Where the program answers, on a port of its own.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The book file to start from.</summary>
    protected abstract JsonObject Book();

    /// <summary>The sample clinic without its people: who is treated comes by the pages.</summary>
    protected static JsonObject SampleBook(params string[] without)
    {
        var book = JsonNode.Parse(File.ReadAllText(Checkout.PathTo("data", "demo.book.json")))!.AsObject();
        foreach (var section in without) book.Remove(section);
        return book;
    }

    public async Task InitializeAsync()
    {
        if (Chromium.MissingReason is not null) return;
        await Made.GetOrAdd(GetType(), _ => new FolderMadeOnce(Make)).CopyTo(Folder);
        _server = Start(Folder, "serve", "--urls", "http://127.0.0.1:0");
        _server.StandardInput.Close();
        using var late = new CancellationTokenSource(Patience);
        while (await _server.StandardOutput.ReadLineAsync(late.Token) is { } line)
        {
            _said.AppendLine(line);
            if (line.Split(" ready at ") is [_, var address])
            {
                Address = address.Trim();
                return;
            }
        }
        throw new InvalidOperationException($"The program did not serve: {_said} {await _server.StandardError.ReadToEndAsync(late.Token)}");
    }

    /// <summary>By the program itself, as a clinic begins.</summary>
    private async Task Make(string folder)
    {
        await Run(folder, Password, "init", "--admin", Email, "--practice-data", "--key", "juniper", "--name", "Juniper Health", "--password-stdin");
        var (book, partner) = (Path.Combine(folder, "clinic.book.json"), Path.Combine(folder, "partner.json"));
        await File.WriteAllTextAsync(book, Book().ToJsonString());
        await File.WriteAllTextAsync(partner, """
            {"key": "sandbox", "name": "Sandbox Clearinghouse", "transport": "sandbox", "submitterId": "JUNIPER", "receiverId": "SANDBOXCH", "receiverName": "Sandbox Clearinghouse",
             "payers": ["evergreen", "lakeside", "senior", "golden"]}
            """);
        await Run(folder, null, "import", "book", book);
        await Run(folder, null, "partner", "set", partner);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            if (!_server.HasExited) _server.Kill(entireProcessTree: true);
            await _server.WaitForExitAsync();
            _server.Dispose();
        }
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task Run(string folder, string? input, params string[] words)
    {
        using var process = Start(folder, words);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (input is not null) await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        using var late = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(late.Token);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{words[0]} ended with {process.ExitCode}: {await output} {await errors}");
    }

    private static Process Start(string folder, params string[] words) => Process.Start(new ProcessStartInfo("dotnet", [BuiltProgram.Dll, .. words, "--data", folder])
    {
        UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
    })!;
}

/// <summary>A clinic before its first patient.</summary>
public sealed class EmptyClinic : Clinic
{
    protected override JsonObject Book() => SampleBook("patients", "guarantors", "coverages", "visits");
}

/// <summary>A clinic at work that has a second practice with one patient: Ida Iver of Aspen Grove.</summary>
public sealed class TwoPractices : BusyClinic
{
    protected override JsonObject Book()
    {
        var (book, second) = (base.Book(), JsonNode.Parse(File.ReadAllText(Checkout.PathTo("data", "demo.aspen.book.json")))!.AsObject());
        foreach (var section in (string[])["practices", "providers", "payers", "patients", "guarantors", "coverages"])
            foreach (var row in second[section]!.AsArray().ToList()) book[section]!.AsArray().Add(row!.DeepClone());
        return book;
    }
}

/// <summary>A clinic at work: patients with coverages and their visits.</summary>
public class BusyClinic : Clinic
{
    /// <summary>The sample visits moved to the last days, so that no rule on timely filing holds them on whatever day the tests run.</summary>
    protected override JsonObject Book()
    {
        var book = SampleBook();
        var visits = book["visits"]!.AsArray();
        static DateOnly DateOf(JsonNode? visit) => DateOnly.Parse((string)visit!["date"]!, CultureInfo.InvariantCulture);
        var days = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1).DayNumber - visits.Max(v => DateOf(v).DayNumber);
        foreach (var visit in visits) visit!["date"] = DateOf(visit).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return book;
    }
}

/// <summary>One clinic at work for several classes of tests: starting a program costs seconds.</summary>
[CollectionDefinition(Name)]
public sealed class ABusyClinic : ICollectionFixture<Chromium>, ICollectionFixture<BusyClinic>
{
    public const string Name = "a busy clinic";
}
