using SecretsKit.Charts.Model;
using SecretsKit.Platform.Memory;

namespace SecretsKit.Charts.Loading;

/// <summary>
/// What one chart may still cost to load, with all charts inside it: archives in archives multiply, and so do links between folders.
/// </summary>
/// <param name="heap">Learns how much is loaded; null if no one wants to know.</param>
internal sealed class LoadingBudget(HeapReserve? heap)
{
    private long _bytes = ChartLimits.MaxBytes;
    private int _entries = ChartLimits.MaxEntries;
    private int _links = ChartLimits.MaxLinks;

    /// <summary>Takes the bytes of a file.</summary>
    /// <exception cref="ChartException">There are not as many left.</exception>
    public void TakeBytes(long count)
    {
        heap?.Add(count);
        _bytes -= count;
        if (_bytes < 0)
        {
            throw new ChartException($"the files of the chart have more than {ChartLimits.MaxBytes} bytes")
            {
                Hint = "exclude what is not part of the chart by .helmignore",
            };
        }
    }

    /// <summary>Takes a link that is followed.</summary>
    /// <exception cref="ChartException">There is none left.</exception>
    public void TakeLink()
    {
        if (--_links < 0)
        {
            throw new ChartException($"the chart has more than {ChartLimits.MaxLinks} links")
            {
                Hint = "links between its folders multiply: exclude them by .helmignore",
            };
        }
    }

    /// <summary>Takes a file or folder.</summary>
    /// <exception cref="ChartException">There is none left.</exception>
    public void TakeEntry()
    {
        if (--_entries < 0)
        {
            throw new ChartException($"the chart has more than {ChartLimits.MaxEntries} files and folders")
            {
                Hint = "exclude what is not part of the chart by .helmignore",
            };
        }
    }
}
