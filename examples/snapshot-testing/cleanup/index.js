exports.handler = async () => {
  console.log('nothing to clean up');
};
