namespace SecretsKit.Core.Documents.Yaml.Emit;

internal sealed partial class YamlEmitter
{
    // Writes what is before a node; returns whether the node is a simple key.
    private bool OpenSlot(bool fitsKey, SlotContent content)
    {
        ref var frame = ref Top;
        switch (frame.Shape)
        {
            case CollectionShape.BlockMapping or CollectionShape.FlowMapping when frame.Slot == MappingSlot.Key:
                OpenKey(ref frame, fitsKey);
                return fitsKey;
            case CollectionShape.BlockMapping:
                OpenBlockValue(ref frame, content);
                return false;
            case CollectionShape.FlowMapping:
                OpenFlowValue(ref frame);
                return false;
            case CollectionShape.BlockSequence:
                _comments.WriteHead(_indent);
                _output.Indent(_indent);
                _output.BlockIndicator((byte)'-');
                return false;
            case CollectionShape.FlowSequence:
                OpenFlowItem(ref frame);
                frame.CommaWritten = _comments.FollowsItem;
                return false;
            default:
                _comments.WriteHead(_indent);
                return false;
        }
    }

    // Writes what is after a scalar, an alias, or the properties of a collection.
    private void CloseSlot()
    {
        ref var frame = ref Top;
        if (frame.InKey)
        {
            frame.InKey = false;
            return;
        }

        if (frame.Shape is CollectionShape.FlowSequence or CollectionShape.FlowMapping && _comments.FollowsItem)
        {
            _output.Join(","u8);
        }

        _comments.WriteLine(_indent);
        _comments.WriteFoot(_indent);
    }

    private void OpenKey(ref EmitterFrame frame, bool fitsKey)
    {
        frame.InKey = true;
        frame.Slot = fitsKey ? MappingSlot.SimpleValue : MappingSlot.ComplexValue;
        if (frame.Shape == CollectionShape.FlowMapping)
        {
            OpenFlowItem(ref frame);
            if (!fitsKey)
            {
                _output.Token("?"u8);
            }

            return;
        }

        _comments.WriteHead(_indent);
        _output.Indent(_indent);
        _comments.HoldKeyLine();
        if (!fitsKey)
        {
            _output.BlockIndicator((byte)'?');
        }
    }

    private void OpenBlockValue(ref EmitterFrame frame, SlotContent content)
    {
        if (frame.Slot == MappingSlot.SimpleValue)
        {
            _output.Join(":"u8);
        }
        else
        {
            _output.Indent(_indent);
            _output.BlockIndicator((byte)':');
        }

        frame.Slot = MappingSlot.Key;
        if (content == SlotContent.Scalar)
        {
            _comments.PassKeyLineToScalar();
        }
        else if (content == SlotContent.Block)
        {
            _comments.WriteKeyLine(_indent);
        }
    }

    private void OpenFlowValue(ref EmitterFrame frame)
    {
        if (frame.Slot == MappingSlot.SimpleValue)
        {
            _output.Join(":"u8);
        }
        else
        {
            _output.Token(":"u8);
        }

        frame.Slot = MappingSlot.Key;
        frame.CommaWritten = _comments.FollowsItem;
    }

    private void OpenFlowItem(ref EmitterFrame frame)
    {
        if (!frame.First && !frame.CommaWritten)
        {
            _output.Join(","u8);
        }

        frame.First = false;
        _comments.WriteHead(_indent);
        if (_output.AtLineStart)
        {
            _output.Indent(_indent);
        }
    }

    private void IncreaseIndent(bool flow)
    {
        if (_indent < 0)
        {
            _indent = flow ? _step : 0;
        }
        else if (Top.Shape == CollectionShape.BlockSequence)
        {
            _indent += SequenceIndicatorWidth;
        }
        else
        {
            _indent = _step * ((_indent + _step) / _step);
        }
    }
}
