using System.Buffers;

namespace SecretsKit.Core.Text.Json;

/// <summary>Lays out the containers of one JSON text as Go's encoder and indenter do: empty ones stay on their line.</summary>
/// <param name="output">Lent.</param>
/// <param name="perLevel">How many characters a level is indented by, 0 for lines without indentation; null for one line.</param>
/// <param name="filler">The character.</param>
internal readonly struct JsonLayout(IBufferWriter<byte> output, int? perLevel, byte filler = (byte)' ')
{

    /// <summary>Writes what opens a container.</summary>
    public void Open(char bracket) => output.Write([(byte)bracket]);

    /// <summary>Goes to the place of the next item.</summary>
    /// <param name="isFirst">Whether it is the container's first; false from then on.</param>
    /// <param name="depth">How many containers are open.</param>
    public void Next(ref bool isFirst, int depth)
    {
        if (!isFirst)
        {
            output.Write(","u8);
        }

        isFirst = false;
        BreakLine(depth);
    }

    /// <summary>Writes what is between a key and its value.</summary>
    public void EndKey() => output.Write(perLevel is null ? ":"u8 : ": "u8);

    /// <summary>Writes what closes a container.</summary>
    /// <param name="bracket">The closing one.</param>
    /// <param name="isEmpty">Whether it had no item.</param>
    /// <param name="depth">How many containers are open without it.</param>
    public void Close(char bracket, bool isEmpty, int depth)
    {
        if (!isEmpty)
        {
            BreakLine(depth);
        }

        output.Write([(byte)bracket]);
    }

    private void BreakLine(int depth)
    {
        if (perLevel is not { } width)
        {
            return;
        }

        var length = checked(1 + (depth * width));
        var line = output.GetSpan(length)[..length];
        line[0] = (byte)'\n';
        line[1..].Fill(filler);
        output.Advance(length);
    }
}
