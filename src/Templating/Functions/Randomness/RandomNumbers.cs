using System.Buffers.Binary;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Templating.Functions.Randomness;

/// <summary>Even choices from random bytes.</summary>
internal static class RandomNumbers
{
    /// <summary>A number from 0 to below a limit, each as likely as the others.</summary>
    public static long Below(RandomFill random, long limit)
    {
        Span<byte> bytes = stackalloc byte[8];
        var whole = ulong.MaxValue - (ulong.MaxValue % (ulong)limit);
        while (true)
        {
            random(bytes);
            var number = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            if (number < whole)
            {
                return (long)(number % (ulong)limit);
            }
        }
    }
}
