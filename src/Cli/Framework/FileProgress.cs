using System.Globalization;

namespace SecretsKit.Cli.Framework;

/// <summary>
/// One status line for work on several files, on terminals alone. It comes late and seldom: quick
/// work shows none. Safe for several threads.
/// </summary>
internal sealed class FileProgress : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(60);

    private readonly VerbContext _context;
    private readonly string _doing;
    private readonly int _all;
    private readonly bool _isShown;
    private readonly Lock _gate = new();
    private long _next;
    private int _begun;

    private FileProgress(VerbContext context, string doing, int all)
    {
        (_context, _doing, _all) = (context, doing, all);
        _isShown = all > 1 && context.Terminal.ErrorFeatures.IsTerminal;
        _next = _isShown ? Later(Patience) : 0;
    }

    /// <summary>Begins; dispose clears the line.</summary>
    /// <param name="context">The terminal and the clock.</param>
    /// <param name="doing">The word before the figures.</param>
    /// <param name="all">How many files there are.</param>
    public static FileProgress Start(VerbContext context, string doing, int all) => new(context, doing, all);

    /// <summary>A file is begun.</summary>
    public void Next(string file)
    {
        if (!_isShown)
        {
            return;
        }

        lock (_gate)
        {
            _begun++;
            if (_context.Host.Clock.GetTimestamp() >= _next)
            {
                _next = Later(Pace);
                _context.Terminal.Status(string.Create(CultureInfo.InvariantCulture, $"{_doing} {_begun}/{_all}  {file}"));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isShown)
        {
            _context.Terminal.Status("");
        }
    }

    private long Later(TimeSpan span) =>
        _context.Host.Clock.GetTimestamp() + (long)(span.TotalSeconds * _context.Host.Clock.TimestampFrequency);
}
