// Figures in the editor: a button in the toolbar, a modal that asks which, and the words in the text.
(() => {
  const { React, DraftJS, draftail } = window;

  const onload = {
    choose(modal) {
      modal.ajaxifyForm(modal.body[0].querySelector("form"));
    },
    chosen(modal, data) {
      modal.respond("figureChosen", data.figure);
    },
  };

  class FigureSource extends draftail.ModalWorkflowSource {
    getChooserConfig(entity) {
      return {
        url: this.props.entityType.chooserUrls.figureChooser,
        urlParams: entity ? entity.getData() : {},
        onload,
        responses: { figureChosen: this.onChosen },
      };
    }

    filterEntityData(data) {
      return data;
    }

    // Wagtail's own would leave the words to the editor; those of a figure are given.
    onChosen(data) {
      const { editorState, entityType, onComplete } = this.props;
      const content = editorState
        .getCurrentContent()
        .createEntity(entityType.type, "IMMUTABLE", data);
      const changed = DraftJS.Modifier.replaceText(
        content,
        editorState.getSelection(),
        data.text,
        null,
        content.getLastCreatedEntityKey(),
      );
      this.workflow.close();
      onComplete(DraftJS.EditorState.push(editorState, changed, "insert-characters"));
    }
  }

  const Figure = ({ entityKey, contentState, children, onEdit }) =>
    React.createElement(
      "span",
      {
        role: "button",
        className: "draftail-figure",
        title: contentState.getEntity(entityKey).getData().note,
        onMouseUp: () => onEdit(entityKey),
      },
      children,
    );

  draftail.registerPlugin({ type: "FIGURE", source: FigureSource, decorator: Figure }, "entityTypes");
})();
