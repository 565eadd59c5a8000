using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanClaim.Billing.Tests;

/// <summary>The text of every query that this test's own flow sends through Entity Framework until it is disposed; other tests run beside it.</summary>
internal sealed class CountedQueries : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private static readonly AsyncLocal<CountedQueries?> Mine = new();
    private readonly List<IDisposable> _subscriptions = [];

    public CountedQueries()
    {
        Mine.Value = this;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public List<string> Texts { get; } = [];

    public void OnNext(DiagnosticListener listener)
    {
        if (listener.Name == "Microsoft.EntityFrameworkCore") _subscriptions.Add(listener.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> said)
    {
        if (Mine.Value == this && said.Key == RelationalEventId.CommandExecuting.Name && said.Value is CommandEventData data) Texts.Add(data.Command.CommandText);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        Mine.Value = null;
        foreach (var subscription in _subscriptions) subscription.Dispose();
    }
}
